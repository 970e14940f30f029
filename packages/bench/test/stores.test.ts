// Every contender keeps its chunks, and the merge notices one that does not: a figure of a store that loses bytes means nothing.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { createPager } from '@spillway/pager-native'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ChunkData, sumLines } from '../src/contenders/chunk-data.js'
import { type ChunkStore, chunkBytes } from '../src/contenders/chunk-store.js'
import { deviceLimit } from '../src/contenders/device-limit.js'
import { KernelSwapStore } from '../src/contenders/kernel-swap-store.js'
import { Merge } from '../src/contenders/merge.js'
import { PerFileStore } from '../src/contenders/per-file-store.js'
import { ProcessMeter } from '../src/contenders/process-meter.js'
import { SingleFileStore } from '../src/contenders/single-file-store.js'
import { SpillwayStore } from '../src/contenders/spillway-store.js'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const spillway = (backend: 'swap' | 'file', codec: 'none' | 'lz4') =>
  new SpillwayStore(createPager({ scratchDirectory: directory }), backend, codec)

const stores: Record<string, () => ChunkStore> = {
  'per-file': () => new PerFileStore(directory),
  'single-file': () => new SingleFileStore(directory),
  'kernel-swap': () => new KernelSwapStore(),
  'spillway-file raw': () => spillway('file', 'none'),
  'spillway-file lz4': () => spillway('file', 'lz4'),
  'spillway-swap raw': () => spillway('swap', 'none'),
  'spillway-swap lz4': () => spillway('swap', 'lz4'),
}

const pairs = 6
const chainBytes = 2 * pairs * chunkBytes

for (const [name, make] of Object.entries(stores)) {
  test.each(['incompressible', 'compressible'] as const)(`${name} gives back every chunk of %s data`, data => {
    const store = make()
    const merge = new Merge({ chainBytes, data, computeMs: 0 })
    const { putUs, takeUs, buildMs, mergeMs } = merge.run(store)
    expect([putUs.length, takeUs.length]).toEqual([4 * pairs, 2 * pairs])
    expect(Math.min(buildMs, mergeMs)).toBeGreaterThan(0)
    merge.drop()
    store.close()
    expect(readdirSync(directory)).toEqual([])
  })
}

function breaking(change: (taken: Uint8Array) => Uint8Array): ChunkStore {
  const store = new KernelSwapStore()
  return {
    allocate: () => store.allocate(),
    put(chunk) {
      const stored = store.put(chunk)
      return { ...stored, take: () => change(stored.take()) }
    },
    notes: () => ({}),
    close: () => {},
  }
}

describe('the merge notices', () => {
  const run = (store: ChunkStore) => () => new Merge({ chainBytes, data: 'compressible', computeMs: 0 }).run(store)

  test('a changed word', () => {
    const flip = (chunk: Uint8Array) => {
      chunk[64 * 1000]! ^= 1
      return chunk
    }
    expect(run(breaking(flip))).toThrow('chunk 0 did not come back')
  })

  test('a shorter chunk', () => {
    expect(run(breaking(chunk => chunk.subarray(0, chunkBytes - 64)))).toThrow('did not come back')
  })

  test('another chunk', () => {
    let last: Uint8Array | undefined
    const stale = (chunk: Uint8Array) => {
      const answer = last ?? chunk
      last = chunk
      return answer
    }
    expect(run(breaking(stale))).toThrow('chunk 6 did not come back')
  })
})

describe('chunk data', () => {
  test.each(['incompressible', 'compressible'] as const)('%s: sums are what a chunk’s lines sum up to', kind => {
    const data = new ChunkData(kind)
    const chunk = new Uint8Array(chunkBytes)
    const seen = new Set<number>()
    for (const index of [0, 1, 2, 1023, 4095]) {
      data.fill(chunk, index)
      expect(sumLines(chunk)).toBe(data.sum(index))
      seen.add(data.sum(index))
    }
    expect(seen.size).toBe(5)
  })

  test('compressible data compresses, incompressible does not', () => {
    const chunk = new Uint8Array(chunkBytes)
    new ChunkData('incompressible').fill(chunk, 3)
    expect(deflateSync(chunk, { level: 1 }).length).toBeGreaterThan(0.99 * chunkBytes)
    new ChunkData('compressible').fill(chunk, 3)
    expect(deflateSync(chunk, { level: 1 }).length).toBeLessThan(0.25 * chunkBytes)
  })
})

test('the device loop writes everything twice and reads it once', async () => {
  const meter = new ProcessMeter()
  const { writeUs, readUs } = await deviceLimit(directory, chainBytes, 'incompressible', meter)
  expect([writeUs.length, readUs.length]).toEqual([4 * pairs, 2 * pairs])
  expect(meter.use.wallSeconds).toBeGreaterThan(0)
  expect(readdirSync(directory)).toEqual([])
})
