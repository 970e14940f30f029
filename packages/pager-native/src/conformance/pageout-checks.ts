// Page-out: what becomes of the chunks, which chunks are mistakes, and which backend a payload goes to.
import assert from 'node:assert/strict'
import workerThreads from 'node:worker_threads'
import type { BackendName, Chunk, Pager } from '../pager.js'
import { assertBytes, assertDetached, concat, fill, pattern } from './bytes.js'
import { backends, type Check } from './check.js'

const part = (buffer: ArrayBuffer, offset: number, length: number) => new Uint8Array(buffer, offset, length)

/** A refused page-out must leave `good`, which comes before the mistake, and the mistake itself as they were. */
function assertMistake(pager: Pager, backend: BackendName, what: string, bad: unknown, untouched?: ArrayBuffer): void {
  const good = pattern(64, 7)
  assert.throws(() => pager.pageoutWith(backend, [good, bad as Chunk]), TypeError, what)
  assert.throws(() => pager.pageoutWith(backend, [bad as Chunk, good]), TypeError, what)
  assertBytes(good, pattern(64, 7), `the chunk beside ${what}`)
  if (untouched !== undefined) assertBytes(untouched, pattern(untouched.byteLength, 8), what)
}

// Lib's types of WebAssembly are the browser's, which this package does not ask for.
function wasmMemory(): ArrayBuffer {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Memory: new (of: { initial: number }) => { buffer: ArrayBuffer } }
  }
  return new WebAssembly.Memory({ initial: 2 }).buffer
}

/** Whether nothing detaches marked buffers here: so it is from Node 24 on. Before, the mark kept them out of messages only. */
function marksHold(): boolean {
  const buffer = new ArrayBuffer(8) as ArrayBuffer & { transfer?: () => ArrayBuffer }
  workerThreads.markAsUntransferable(buffer)
  try {
    buffer.transfer?.()
    return false
  } catch {
    return true
  }
}

function assertStaysOrGoes(
  pager: Pager,
  backend: BackendName,
  what: string,
  buffer: ArrayBuffer,
  mustStay: boolean,
): void {
  const { byteLength } = buffer
  try {
    pager.pageoutWith(backend, [buffer]).close()
  } catch (error) {
    assert.ok(error instanceof TypeError, what)
    assertBytes(buffer, pattern(byteLength, 8), what)
    return
  }
  assert.equal(mustStay, false, `${what} is said to be gone`)
  assertDetached(buffer, what)
}

export const pageoutChecks: readonly Check[] = [
  {
    title: 'the payload is the chunks in order, concatenated',
    run({ pager, backend }) {
      const sizes = [64, 1, 4096, 0, 7, 300_000, 9]
      const chunks = sizes.map((size, i) => pattern(size, i + 1))
      const expected = concat(...chunks)
      const handle = pager.pageoutWith(backend, chunks)
      assert.equal(handle.byteLength, expected.byteLength)
      assertBytes(handle.readAt(0, handle.byteLength), expected, 'readAt')
      assertBytes(handle.take(), expected, 'take')
    },
  },
  {
    title: 'a page-out detaches every chunk',
    run({ pager, backend }) {
      for (const size of [0, 8, 70_000, 2 ** 21]) {
        const chunks = [pattern(size), pattern(size, 2)]
        pager.pageoutWith(backend, chunks).close()
        for (const chunk of chunks) assertDetached(chunk, `a chunk of ${size} bytes`)
        const single = pattern(size)
        pager.pageoutWith(backend, [single]).close()
        assertDetached(single, `a single chunk of ${size} bytes`)
      }
    },
  },
  {
    title: 'views of whole buffers are chunks',
    run({ pager, backend }) {
      const views: ArrayBufferView[] = [
        new Uint8Array(pattern(64, 1)),
        new BigInt64Array(pattern(64, 2)),
        new Float64Array(pattern(64, 3)),
        new DataView(pattern(64, 4)),
        Buffer.from(pattern(64, 5)),
      ]
      const buffers = views.map(view => view.buffer as ArrayBuffer)
      const handle = pager.pageoutWith(backend, views)
      for (const buffer of buffers) assertDetached(buffer, 'the buffer of a view')
      const expected = concat(...[1, 2, 3, 4, 5].map(seed => pattern(64, seed)))
      assertBytes(handle.take(), expected, 'take')
    },
  },
  {
    title: 'mistakes are TypeErrors and leave every chunk untouched',
    run({ pager, backend }) {
      const mistake = assertMistake.bind(undefined, pager, backend)
      for (const value of [undefined, null, 5, 'bytes', [1, 2], {}]) mistake(String(value), value)
      mistake('shared memory', new SharedArrayBuffer(64))
      mistake('a view of shared memory', new Uint8Array(new SharedArrayBuffer(64)))
      const gone = pattern(64)
      const view = new Uint8Array(gone)
      structuredClone(gone, { transfer: [gone] })
      mistake('a detached buffer', gone)
      mistake('a view of a detached buffer', view)
      const whole = pattern(64, 8)
      mistake('a view of the first bytes', part(whole, 0, 63), whole)
      mistake('a view of the last bytes', part(whole, 1, 63), whole)
      mistake('a view of no bytes', part(whole, 0, 0), whole)
      mistake('a DataView of a part', new DataView(whole, 8, 8), whole)
      const good = pattern(64, 7)
      const holed: Chunk[] = [good]
      holed[2] = new ArrayBuffer(8)
      assert.throws(() => pager.pageoutWith(backend, holed), TypeError, 'a hole')
      assertBytes(good, pattern(64, 7), 'the chunk beside a hole')
      assert.equal(pager.stats().liveHandles, 0)
    },
  },
  {
    title: 'a memory of WebAssembly is a TypeError and leaves the chunks beside it as they were',
    run({ pager, backend }) {
      const memory = wasmMemory()
      fill(new Uint8Array(memory), 8)
      assertMistake(pager, backend, 'a memory of WebAssembly', memory, memory)
      assert.throws(() => pager.pageoutWith(backend, [memory]), TypeError, 'the memory alone')
      const beside = [64, 2 ** 16, 2 ** 21].flatMap(size => {
        const lent = pager.allocate(size)
        fill(new Uint8Array(lent), 7)
        return [lent, pattern(size, 7)]
      })
      assert.throws(() => pager.pageoutWith(backend, [...beside, memory]), TypeError, 'the memory after several chunks')
      for (const buffer of beside) assertBytes(buffer, pattern(buffer.byteLength, 7), 'a chunk beside the memory')
      assertBytes(memory, pattern(memory.byteLength, 8), 'the memory')
      pager.pageoutWith(backend, beside).close()
      assert.equal(pager.stats().bytes.lent, 0)
      assert.equal(pager.stats().liveHandles, 0)
    },
  },
  {
    title: 'a buffer that is marked as untransferable stays as it was, or goes as all do',
    run({ pager, backend }) {
      const mustStay = marksHold()
      for (const [size, lentBytes] of [
        [64, 30_000],
        [30_000, 64],
        [2 ** 21, 30_000],
      ] as const) {
        const lent = pager.allocate(lentBytes)
        fill(new Uint8Array(lent), 8)
        for (const buffer of [pattern(size, 8), lent]) {
          workerThreads.markAsUntransferable(buffer)
          const what = `a marked buffer of ${buffer.byteLength} bytes`
          assertStaysOrGoes(pager, backend, what, buffer, mustStay)
          if (mustStay) assertMistake(pager, backend, what, buffer, buffer)
          if (mustStay && buffer === lent) assert.throws(() => pager.recycle(buffer), TypeError, what)
        }
      }
      assert.equal(pager.stats().liveHandles, 0)
    },
  },
  {
    title: 'a buffer given twice is a TypeError',
    run({ pager, backend }) {
      const buffer = pattern(64)
      for (const twice of [
        [buffer, buffer],
        [new Uint8Array(buffer), buffer],
        [buffer, pattern(8), new DataView(buffer)],
      ]) {
        assert.throws(() => pager.pageoutWith(backend, twice), TypeError)
      }
      assertBytes(buffer, pattern(64), 'the buffer')
    },
  },
  {
    title: 'what is no array of chunks, or no backend, is a TypeError',
    run({ pager, backend }) {
      const chunk = pattern(64)
      for (const chunks of [undefined, null, 5, chunk]) {
        assert.throws(() => pager.pageoutWith(backend, chunks as unknown as Chunk[]), TypeError)
      }
      assert.throws(() => pager.pageoutWith('tape' as BackendName, [chunk]), TypeError)
      const before = pager.backend
      assert.throws(() => {
        pager.backend = 'tape' as BackendName
      }, TypeError)
      assert.equal(pager.backend, before)
      assertBytes(chunk, pattern(64), 'the chunk')
    },
  },
  {
    title: 'no chunks, or only empty ones, make a handle of zero bytes',
    run({ pager, backend }) {
      for (const chunks of [[], [new ArrayBuffer(0)], [new ArrayBuffer(0), new Uint8Array(0)]]) {
        const handle = pager.pageoutWith(backend, chunks)
        assert.equal(handle.byteLength, 0)
        assert.equal(handle.backend, backend)
        assert.equal(handle.readAt(0, 0).byteLength, 0)
        assert.equal(handle.readAtMany([]).byteLength, 0)
        handle.readInto(0, new Uint8Array(0))
        assert.throws(() => handle.readAt(0, 1), RangeError)
        handle.prefetch()
        assert.equal(handle.take().byteLength, 0)
        assert.equal(handle.closed, true)
      }
      const { counters } = pager.stats()
      assert.deepEqual([counters.bytesWritten, counters.bytesRead], [0, 0], 'nothing was asked of the disk')
    },
  },
  {
    title: 'pageout uses the backend of the moment, and live handles keep theirs',
    run({ pager, backend }) {
      pager.backend = backend
      assert.equal(pager.backend, backend)
      const first = pager.pageout([pattern(5000, 1)])
      const other = backends.find(name => name !== backend)!
      pager.backend = other
      const second = pager.pageout([pattern(5000, 2)])
      const third = pager.pageoutWith(backend, [pattern(5000, 3)])
      pager.backend = backend
      assert.deepEqual([first.backend, second.backend, third.backend], [backend, other, backend])
      for (const [i, handle] of [first, second, third].entries()) {
        assertBytes(handle.readAt(0, 5000), pattern(5000, i + 1), `payload ${i + 1}`)
        assertBytes(handle.take(), pattern(5000, i + 1), `payload ${i + 1}`)
      }
      assert.equal(first.backend, backend)
    },
  },
  {
    title: 'payloads do not touch each other',
    run({ pager, backend }) {
      const sizes = Array.from({ length: 60 }, (_, i) => (i * 7919) % 20_000)
      const handles = sizes.map((size, i) => pager.pageoutWith(backend, [pattern(size, i + 1)]))
      for (const [i, handle] of handles.entries()) {
        if (i % 3 === 0) handle.close()
      }
      const later = sizes.map((size, i) => pager.pageoutWith(backend, [pattern(size, i + 100)]))
      for (const [i, handle] of handles.entries()) {
        if (i % 3 !== 0) assertBytes(handle.take(), pattern(sizes[i]!, i + 1), `payload ${i}`)
      }
      for (const [i, handle] of later.entries()) assertBytes(handle.take(), pattern(sizes[i]!, i + 100), `payload ${i}`)
    },
  },
]
