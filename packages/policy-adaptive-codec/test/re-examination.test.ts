// Data and load change while it runs: it notices, and changes its mind.
import type { PagingPolicy } from '@spillway/policy'
import { alwaysPage } from '@spillway/policy'
import { expect, test } from 'vitest'
import { AdaptiveCodecPolicy } from '../src/index.js'

const MiB = 2 ** 20
const COLUMN_BYTES = 2 * MiB

interface World {
  /** Nanoseconds per byte that a page-out takes, raw and compressed, out and back, and what compressing leaves. */
  rawNs: number
  codecNs: number
  ratio: number
}

class Driver {
  readonly world: World = { rawNs: 1, codecNs: 1, ratio: 1 }
  readonly policy: AdaptiveCodecPolicy
  /** Whether the codec fails. */
  failing = false
  failures = 0
  /** How long the process stands still while it pages the next column of a kind; over then. */
  interruptNextRawMs = 0
  interruptNextCompressedMs = 0
  #nowMs = 0

  constructor(inner: PagingPolicy = alwaysPage()) {
    this.policy = new AdaptiveCodecPolicy(inner, { now: () => this.#nowMs })
  }

  /** Pages `count` columns out and takes them back at once, and returns how many of them went through the codec, or failed to. */
  page(count: number): number {
    let compressed = 0
    for (let each = 0; each < count; each++) {
      const decision = this.policy.decide({ byteLength: COLUMN_BYTES })
      if (decision.action !== 'page') continue
      const { backend, codec } = decision
      const isRaw = codec === 'none'
      if (!isRaw) compressed++
      if (!isRaw && this.failing) {
        this.failures++
        this.policy.record({ type: 'failed', verb: 'page', byteLength: COLUMN_BYTES, backend, codec, error: 'no' })
        continue
      }
      const { rawNs, codecNs, ratio } = this.world
      const durationNs = COLUMN_BYTES * (isRaw ? rawNs : codecNs) + 1e6 * this.#interruptionMs(isRaw)
      const storedByteLength = isRaw ? COLUMN_BYTES : COLUMN_BYTES * ratio
      const event = { byteLength: COLUMN_BYTES, storedByteLength, backend, codec, durationNs }
      this.#nowMs += durationNs / 1e6
      this.policy.record({ type: 'pagedOut', ...event })
      this.#nowMs += (COLUMN_BYTES * (isRaw ? rawNs : codecNs)) / 1e6
      this.policy.record({ type: 'pagedIn', ...event, durationNs: COLUMN_BYTES * (isRaw ? rawNs : codecNs) })
    }
    return compressed
  }

  #interruptionMs(isRaw: boolean): number {
    const ms = isRaw ? this.interruptNextRawMs : this.interruptNextCompressedMs
    if (isRaw) this.interruptNextRawMs = 0
    else this.interruptNextCompressedMs = 0
    return ms
  }
}

test('compressing that saves nothing is looked at now and then, ever more seldom', () => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 1, codecNs: 1.5, ratio: 1 })
  const first = driver.page(500)
  expect(first).toBeGreaterThan(2)
  expect(first).toBeLessThan(20)
  expect(driver.page(500)).toBeLessThan(12)
  expect(driver.policy.status()).toMatchObject({ codec: 'none', ratio: 1, switches: 0 })
})

test('data that begins to compress is compressed, and data that stops to is not', () => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 4, codecNs: 4.5, ratio: 1 })
  driver.page(300)
  expect(driver.policy.status().codec).toBe('none')
  Object.assign(driver.world, { codecNs: 1.5, ratio: 0.3 })
  driver.page(300)
  expect(driver.policy.status()).toMatchObject({ codec: 'lz4', switches: 1 })
  Object.assign(driver.world, { codecNs: 5, ratio: 1 })
  driver.page(300)
  expect(driver.policy.status()).toMatchObject({ codec: 'none', switches: 2 })
})

test('a disk that gets slow, or fast, changes what is right', () => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 0.3, codecNs: 1.5, ratio: 0.3 })
  driver.page(500)
  expect(driver.policy.status().codec).toBe('none')
  driver.world.rawNs = 6
  driver.page(500)
  expect(driver.policy.status().codec).toBe('lz4')
  driver.world.rawNs = 0.3
  driver.page(3000)
  expect(driver.policy.status().codec).toBe('none')
})

test.each([
  { name: 'the first sample', before: 1 },
  { name: 'a later sample', before: 150 },
])('$name is interrupted for ten minutes: what changes then is seen all the same', ({ before }) => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 0.3, codecNs: 1.5, ratio: 0.3 })
  driver.page(before)
  driver.interruptNextCompressedMs = 600_000
  driver.page(100)
  expect(driver.interruptNextCompressedMs).toBe(0)
  driver.world.rawNs = 20
  driver.page(2000)
  expect(driver.policy.status().codec).toBe('lz4')
  expect(driver.policy.status().codecNsPerByte).toBeLessThan(10)
})

test('a trial that is interrupted is not the last one for long', () => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 6, codecNs: 1.5, ratio: 0.3 })
  driver.page(100)
  expect(driver.policy.status().codec).toBe('lz4')
  driver.interruptNextRawMs = 600_000
  driver.page(400)
  expect(driver.interruptNextRawMs).toBe(0)
  driver.world.rawNs = 0.3
  driver.page(3000)
  expect(driver.policy.status().codec).toBe('none')
})

test('a codec that fails is tried ever more seldom, and raw comes in between', () => {
  const driver = new Driver()
  driver.failing = true
  expect(driver.page(5000)).toBeLessThan(15)
  expect(driver.failures).toBeGreaterThan(3)
  expect(driver.policy.status()).toMatchObject({ codec: 'none', tries: driver.failures, switches: 0 })
  driver.failing = false
  Object.assign(driver.world, { rawNs: 4, codecNs: 1.5, ratio: 0.3 })
  expect(driver.page(9000)).toBeGreaterThan(100)
})

test('a codec that begins to fail is followed no longer', () => {
  const driver = new Driver()
  Object.assign(driver.world, { rawNs: 4, codecNs: 1.5, ratio: 0.3 })
  driver.page(300)
  expect(driver.policy.status().codec).toBe('lz4')
  driver.failing = true
  driver.page(1)
  expect(driver.policy.status()).toMatchObject({ codec: 'none', switches: 2 })
  driver.page(999)
  expect(driver.failures).toBeLessThan(15)
  driver.failing = false
  driver.page(3000)
  expect(driver.policy.status().codec).toBe('lz4')
})

test('failures that are not of the codec are none of its', () => {
  const driver = new Driver()
  driver.page(1)
  const failed = { type: 'failed', byteLength: COLUMN_BYTES, error: 1 } as const
  driver.policy.record({ ...failed, verb: 'page', backend: 'file', codec: 'none' })
  driver.policy.record({ ...failed, verb: 'page', backend: 'swap', codec: 'lz4' })
  driver.policy.record({ ...failed, verb: 'page', backend: 'file', codec: 'zstd' })
  driver.policy.record({ ...failed, verb: 'take', backend: 'file', codec: 'lz4' })
  driver.policy.record({ ...failed, verb: 'page', backend: undefined, codec: undefined })
  expect(driver.policy.decide({ byteLength: COLUMN_BYTES })).toMatchObject({ codec: 'lz4' })
  expect(driver.policy.status().tries).toBe(0)
})
