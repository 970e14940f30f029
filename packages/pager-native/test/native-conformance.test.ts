// The native pager keeps the contract.
import { describe, test } from 'vitest'
import { pagerConformance } from '../src/conformance.js'
import { attachPager, createPager } from '../src/index.js'

pagerConformance(
  {
    create: ({ limitBytes }) =>
      createPager({ engine: 'native', ...(limitBytes === undefined ? {} : { scratchLimitBytes: limitBytes }) }),
    attach: token => attachPager(token),
    supports: { sharing: true, limit: ['file'] },
  },
  { describe, test },
)
