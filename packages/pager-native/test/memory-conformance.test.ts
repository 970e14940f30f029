// The reference pager keeps the contract.
import { describe, test } from 'vitest'
import { pagerConformance } from '../src/conformance.js'
import { createMemoryPager } from '../src/memory.js'

const supports = { sharing: false, limit: ['swap', 'file'] } as const
pagerConformance({ create: createMemoryPager, supports }, { describe, test })
