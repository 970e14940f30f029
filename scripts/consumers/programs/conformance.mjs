// The contract of a pager, checked where it was installed, on the engine that is named on the command line.
import { describe, test } from 'node:test'
import { attachPager, createPager } from '@spillway/pager-native'
import { pagerConformance } from '@spillway/pager-native/conformance'

const engine = process.argv[2]
pagerConformance(
  {
    create: ({ limitBytes }) => createPager({ engine, ...(limitBytes && { scratchLimitBytes: limitBytes }) }),
    attach: attachPager,
    supports: { sharing: engine === 'native', limit: ['file'] },
  },
  { describe, test },
)
