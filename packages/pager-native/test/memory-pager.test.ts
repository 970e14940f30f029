// What the memory pager adds to the contract: options, faults on demand, and what it does when handles and buffers are collected.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { createMemoryPager, type MemoryPagerVerb } from '../src/memory.js'
import type { PageHandle } from '../src/page-handle.js'
import { PagerError } from '../src/pager-error.js'

function failOn(verb: MemoryPagerVerb, n: number) {
  let calls = 0
  return (called: MemoryPagerVerb) => {
    if (called === verb && ++calls === n) throw new PagerError('PAGER_IO', `${verb} ${n} failed`, { errno: 5 })
  }
}

const bytes = (...values: number[]) => new Uint8Array(values).buffer

describe('options', () => {
  test('the first backend is swap, or the one asked for', () => {
    expect(createMemoryPager().backend).toBe('swap')
    expect(createMemoryPager({ backend: 'file' }).pageout([bytes(1)]).backend).toBe('file')
    expect(() => createMemoryPager({ backend: 'tape' as 'file' })).toThrow(TypeError)
  })

  test('limitBytes must be a size', () => {
    expect(() => createMemoryPager({ limitBytes: -1 })).toThrow(RangeError)
    expect(() => createMemoryPager({ limitBytes: Number.NaN })).toThrow(RangeError)
  })

  test('limitBytes counts the payloads of both backends, to the byte', () => {
    const pager = createMemoryPager({ limitBytes: 8 })
    const first = pager.pageoutWith('swap', [bytes(1, 2, 3, 4)])
    const second = pager.pageoutWith('file', [bytes(5, 6, 7, 8)])
    expect(() => pager.pageout([bytes(9)])).toThrow(expect.objectContaining({ code: 'PAGER_NO_SPACE' }))
    first.close()
    pager.pageout([bytes(9, 9, 9, 9)])
    expect(new Uint8Array(second.take())).toEqual(new Uint8Array([5, 6, 7, 8]))
  })
})

describe('a fault', () => {
  test('of the second page-out leaves its chunks and counts nothing', () => {
    const pager = createMemoryPager({ fault: failOn('pageout', 2) })
    const first = pager.pageout([bytes(1)])
    const chunk = bytes(2)
    expect(() => pager.pageout([chunk])).toThrow(expect.objectContaining({ code: 'PAGER_IO', errno: 5 }))
    expect(chunk.byteLength).toBe(1)
    expect(pager.stats().liveHandles).toBe(1)
    expect(new Uint8Array(pager.pageout([chunk]).take())).toEqual(new Uint8Array([2]))
    expect(first.closed).toBe(false)
  })

  test.each([
    ['readAt', (handle: PageHandle) => handle.readAt(0, 1)],
    ['readAtMany', (handle: PageHandle) => handle.readAtMany([{ offset: 0, length: 1 }])],
    ['readInto', (handle: PageHandle) => handle.readInto(0, new Uint8Array(1))],
  ] as const)('of a read (%s) leaves the handle usable', (_name, read) => {
    const handle = createMemoryPager({ fault: failOn('read', 1) }).pageout([bytes(3)])
    expect(() => read(handle)).toThrow(PagerError)
    read(handle)
    expect(new Uint8Array(handle.take())).toEqual(new Uint8Array([3]))
  })

  test('of a take leaves the handle usable', () => {
    const pager = createMemoryPager({ fault: failOn('take', 1) })
    const handle = pager.pageout([bytes(4)])
    expect(() => handle.take()).toThrow(PagerError)
    expect(handle.closed).toBe(false)
    expect(pager.stats().bytes).toMatchObject({ resident: 1, lent: 0 })
    expect(new Uint8Array(handle.take())).toEqual(new Uint8Array([4]))
  })

  test('of allocate lends nothing', () => {
    const pager = createMemoryPager({ fault: failOn('allocate', 1) })
    expect(() => pager.allocate(8)).toThrow(PagerError)
    expect(pager.stats().bytes.lent).toBe(0)
    expect(pager.allocate(8).byteLength).toBe(8)
  })

  test('is not asked for a mistake, nor for a handle that ended', () => {
    const verbs: MemoryPagerVerb[] = []
    const pager = createMemoryPager({ fault: verb => void verbs.push(verb) })
    const handle = pager.pageout([bytes(1)])
    expect(() => handle.readAt(1, 1)).toThrow(RangeError)
    expect(() => pager.pageout([5 as never])).toThrow(TypeError)
    handle.take()
    expect(() => handle.take()).toThrow(PagerError)
    expect(verbs).toEqual(['pageout', 'take'])
  })
})

test('a buffer that cannot be detached is a TypeError and stays', () => {
  const pager = createMemoryPager()
  const { Memory } = Reflect.get(globalThis, 'WebAssembly') as {
    Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer }
  }
  const { buffer } = new Memory({ initial: 1 })
  expect(() => pager.pageout([buffer])).toThrow(TypeError)
  expect(buffer.byteLength).toBe(65_536)
  expect(pager.stats().liveHandles).toBe(0)
})

test('one whole chunk is moved, not copied', () => {
  const pager = createMemoryPager()
  const chunk = new ArrayBuffer(2 ** 21)
  const before = process.memoryUsage().arrayBuffers
  const handle = pager.pageout([chunk])
  const taken = handle.take()
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  expect(taken.byteLength).toBe(2 ** 21)
})

describe('garbage collection', () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void

  async function collectUntil(done: () => boolean): Promise<void> {
    for (let round = 0; round < 200 && !done(); round++) {
      gc()
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  test('a dropped handle is reclaimed with a warning', async () => {
    const pager = createMemoryPager()
    const codes: (string | undefined)[] = []
    const listener = (warning: Error & { code?: string }) => void codes.push(warning.code)
    process.on('warning', listener)
    ;(() => {
      pager.pageout([bytes(1, 2, 3)])
      pager.pageout([bytes(4)]).close()
      pager.pageout([bytes(5)]).take()
    })()
    await collectUntil(() => codes.length > 0)
    process.off('warning', listener)
    expect(codes).toEqual(['PAGER_HANDLE_LEAKED'])
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { resident: 0 }, counters: { handlesLeaked: 1 } })
  })

  test('a dropped lent buffer is not lent any more', async () => {
    const pager = createMemoryPager()
    ;(() => {
      pager.allocate(100)
      pager.recycle(pager.allocate(50))
      pager.pageout([bytes(1)]).take()
    })()
    expect(pager.stats().bytes.lent).toBe(101)
    await collectUntil(() => pager.stats().bytes.lent === 0)
    expect(pager.stats().bytes.lent).toBe(0)
  })
})
