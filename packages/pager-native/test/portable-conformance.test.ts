// The portable pager keeps the contract.
import { describe, test } from 'vitest'
import { pagerConformance } from '../src/conformance.js'
import { createPortablePager } from '../src/portable-pager.js'

pagerConformance(
  {
    create: ({ limitBytes }) => createPortablePager(limitBytes === undefined ? {} : { scratchLimitBytes: limitBytes }),
    supports: { sharing: false, limit: ['file'] },
  },
  { describe, test },
)
