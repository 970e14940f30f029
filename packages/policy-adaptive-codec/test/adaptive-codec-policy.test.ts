import {
  alwaysPage,
  alwaysSkip,
  type PageDecision,
  type PagingPolicy,
  SharedBudget,
  TieredPolicy,
} from '@spillway/policy'
import { policyConformance } from '@spillway/policy/conformance'
import { describe, expect, test } from 'vitest'
import { AdaptiveCodecPolicy } from '../src/index.js'

const create = () =>
  new AdaptiveCodecPolicy(new TieredPolicy(SharedBudget.create({ workerBytes: 1000, sharedBytes: 24 })))
policyConformance({ create, budgetBytes: 1024 }, { describe, test })

describe('over alwaysPage', () => {
  policyConformance({ create: () => new AdaptiveCodecPolicy(alwaysPage()), budgetBytes: 0 }, { describe, test })
})

const hint = { byteLength: 4096 }
const decides = (decision: PageDecision): PagingPolicy => ({ decide: () => decision, record: () => {} })

/** Tells a policy of raw page-outs that took so long that anything is worth a try. */
function pageRaw(policy: PagingPolicy, count: number): void {
  const out = { byteLength: 4096, storedByteLength: 4096, backend: 'file', codec: 'none', durationNs: 10 ** 9 } as const
  for (let each = 0; each < count; each++) policy.record({ type: 'pagedOut', ...out })
}

test('what is kept is kept', () => {
  expect(new AdaptiveCodecPolicy(alwaysSkip).decide(hint)).toBe(alwaysSkip.decide(hint))
})

test('begins raw, whatever the other policy says, and tries the codec next', () => {
  const policy = new AdaptiveCodecPolicy(alwaysPage({ codec: 'lz4' }))
  expect(policy.decide(hint)).toEqual({ action: 'page', backend: 'file', codec: 'none' })
  pageRaw(policy, 1)
  expect(policy.decide(hint)).toEqual({ action: 'page', backend: 'file', codec: 'lz4' })
})

test('another codec than lz4', () => {
  const policy = new AdaptiveCodecPolicy(alwaysPage(), { codec: 'zstd' })
  pageRaw(policy, 1)
  expect(policy.decide(hint)).toMatchObject({ codec: 'zstd' })
})

test.each(['none', '', 7])('%s is no codec to compare with', codec => {
  expect(() => new AdaptiveCodecPolicy(alwaysPage(), { codec: codec as string })).toThrow(TypeError)
})

test('on swap the codec of the other policy stays', () => {
  const policy = new AdaptiveCodecPolicy(alwaysPage({ backend: 'swap', codec: 'lz4' }))
  pageRaw(policy, 1)
  expect(policy.decide(hint)).toEqual({ action: 'page', backend: 'swap', codec: 'lz4' })
})

test('everything else that the other policy decided stays', () => {
  const decision = { action: 'page', backend: 'file', codec: 'lz4', regardless: true } as const
  expect(new AdaptiveCodecPolicy(decides(decision)).decide(hint)).toEqual({ ...decision, codec: 'none' })
})

test('learns nothing from other backends, other codecs and empty columns', () => {
  const policy = new AdaptiveCodecPolicy(alwaysPage())
  const out = { type: 'pagedOut', byteLength: 64, storedByteLength: 64, backend: 'file', codec: 'none' } as const
  policy.record({ ...out, backend: 'swap' })
  policy.record({ ...out, codec: 'zstd' })
  policy.record({ ...out, byteLength: 0, storedByteLength: 0 })
  expect(policy.status()).toEqual({
    codec: 'none',
    rawNsPerByte: undefined,
    codecNsPerByte: undefined,
    ratio: undefined,
    tries: 0,
    switches: 0,
  })
})

test('without durations, a page-out took as long as the pager needed to tell of it', () => {
  let nowMs = 0
  const policy = new AdaptiveCodecPolicy(alwaysPage(), { now: () => nowMs })
  nowMs = 1000
  policy.decide(hint)
  nowMs = 1002
  policy.record({ type: 'pagedOut', byteLength: 10 ** 6, storedByteLength: 10 ** 6, backend: 'file', codec: 'none' })
  expect(policy.status().rawNsPerByte).toBeCloseTo(4)
})

test('every event reaches the other policy, and so does what it wants back', () => {
  const budget = SharedBudget.create({ sharedBytes: 100 })
  const policy = new AdaptiveCodecPolicy(new TieredPolicy(budget))
  const kept = policy.decide({ byteLength: 80 })
  budget.reconfigure({ sharedBytes: 30 })
  expect(policy.overdrawnBytes()).toBe(50)
  if (kept.action === 'skip') policy.record({ type: 'residentReleased', byteLength: 80, claim: kept.claim })
  expect(budget.inUseBytes).toBe(0)
  expect(new AdaptiveCodecPolicy(alwaysPage()).overdrawnBytes()).toBe(0)
})
