// The portable pager keeps the contract.
import { describe, test } from 'vitest'
import { pagerConformance } from '../src/conformance.js'
import { PortablePager } from '../src/portable-pager.js'

pagerConformance(
  {
    create: ({ limitBytes }) => new PortablePager(limitBytes === undefined ? {} : { scratchLimitBytes: limitBytes }),
    supports: { sharing: false, limit: ['file'] },
  },
  { describe, test },
)
