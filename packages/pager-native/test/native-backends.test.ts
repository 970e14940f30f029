// The default backend is a setting of one pager object, and never of a handle that lives.
import { expect, test } from 'vitest'
import { assertBytes, fill, pattern } from '../src/conformance/bytes.js'
import { attachPager, createPager } from '../src/index.js'

test('a flip of the backend leaves live handles where they are', () => {
  using pager = createPager({ engine: 'native', backend: 'swap' })
  const handles = Array.from({ length: 20 }, (_, i) => {
    pager.backend = i % 2 === 0 ? 'swap' : 'file'
    return pager.pageout([pattern(300_000, i)])
  })
  const empty = pager.pageout([])
  pager.backend = 'swap'
  expect(handles.map(handle => handle.backend)).toEqual(handles.map((_, i) => (i % 2 === 0 ? 'swap' : 'file')))
  expect(empty.backend).toBe('file')
  for (const [i, handle] of handles.entries()) assertBytes(handle.take(), pattern(300_000, i), `payload ${i}`)
  expect(empty.take().byteLength).toBe(0)
})

test('the backend of one pager is not the backend of another on the same engine', () => {
  using pager = createPager({ engine: 'native', backend: 'swap' })
  using other = attachPager(pager.share())
  expect(other.backend).toBe('file')
  other.backend = 'swap'
  pager.backend = 'file'
  expect(other.pageout([pattern(10)]).backend).toBe('swap')
  expect(pager.pageout([pattern(10)]).backend).toBe('file')
})

test('a buffer that cannot be detached is a TypeError, and nothing is left of the page-out', () => {
  using pager = createPager({ engine: 'native' })
  // The compiler's library for Node does not know WebAssembly.
  const { Memory } = Reflect.get(globalThis, 'WebAssembly')
  const memory: { buffer: ArrayBuffer } = new Memory({ initial: 8 })
  for (const backend of ['swap', 'file'] as const) {
    expect(() => pager.pageoutWith(backend, [memory.buffer])).toThrow(TypeError)
  }
  expect(memory.buffer.byteLength).toBe(8 * 65_536)
  expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { resident: 0, writing: 0, lent: 0 } })
})

test("another pager's small buffer is lent no more when it is paged out beside an addon's memory", async () => {
  using pager = createPager({ engine: 'native' })
  using other = createPager({ engine: 'native' })
  pager.pageoutWith('swap', [other.allocate(64), other.allocate(2 ** 20)]).close()
  await new Promise(resolve => setImmediate(resolve)) // what the other engine lent comes back on a later turn
  expect([pager.stats().bytes.lent, other.stats().bytes.lent]).toEqual([0, 0])
})

test("another addon's memory pages out, alone and beside others", () => {
  using pager = createPager({ engine: 'native' })
  using other = createPager({ engine: 'native' })
  const foreign = (seed: number) => {
    const buffer = other.allocate(2 ** 20)
    fill(new Uint8Array(buffer), seed)
    return buffer
  }
  for (const backend of ['swap', 'file'] as const) {
    const chunks = [foreign(1), pager.allocate(100), pattern(70_000, 2), pager.allocate(2 ** 20), foreign(3)]
    fill(new Uint8Array(chunks[1]!), 4)
    fill(new Uint8Array(chunks[3]!), 5)
    const expected = Buffer.concat(chunks.map(chunk => Buffer.from(chunk.slice(0))))
    const handle = pager.pageoutWith(backend, chunks)
    expect(chunks.map(chunk => chunk.byteLength)).toEqual([0, 0, 0, 0, 0])
    expect(pager.stats().bytes.lent).toBe(0)
    const taken = handle.take()
    expect(Buffer.from(taken).equals(expected)).toBe(true)
    pager.recycle(taken)
    const alone = foreign(6)
    const only = pager.pageoutWith(backend, [alone])
    expect(alone.byteLength).toBe(0)
    const takenAlone = only.take()
    assertBytes(takenAlone, pattern(2 ** 20, 6), backend)
    pager.recycle(takenAlone)
  }
})
