import { describe, test } from 'vitest'
import { policyConformance } from '../src/conformance.js'
import { alwaysPage, alwaysSkip, SharedBudget, TieredPolicy } from '../src/index.js'

const tiered = (workerBytes: number, sharedBytes: number) => () =>
  new TieredPolicy(SharedBudget.create({ workers: 3, workerBytes, sharedBytes }))

describe('alwaysSkip', () => {
  policyConformance({ create: () => alwaysSkip, budgetBytes: Number.POSITIVE_INFINITY }, { describe, test })
})

describe('alwaysPage', () => {
  policyConformance({ create: () => alwaysPage(), budgetBytes: 0 }, { describe, test })
})

describe.each([
  [0, 0],
  [1, 0],
  [0, 1],
  [1000, 0],
  [0, 1000],
  [1000, 24],
  [2 ** 20, 3 * 2 ** 20 + 1],
  [2 ** 40, 2 ** 40],
])('TieredPolicy with %i bytes of its own and a pool of %i', (workerBytes, sharedBytes) => {
  policyConformance(
    { create: tiered(workerBytes, sharedBytes), budgetBytes: workerBytes + sharedBytes },
    { describe, test },
  )
})
