// Buffers that the pager lends: what allocate and take give, what a shorter view of one means, and how they come back.
import assert from 'node:assert/strict'
import { assertBytes, assertDetached, fill, pattern } from './bytes.js'
import type { Check } from './check.js'

const sizes = [0, 1, 100, 4096, 65_536, 262_144, 2 ** 21, 3_000_001]

export const loanChecks: readonly Check[] = [
  {
    title: 'allocate gives a writable buffer of exactly the length asked for',
    run({ pager, backend }) {
      const buffers = sizes.map(size => pager.allocate(size))
      for (const [i, buffer] of buffers.entries()) {
        assert.ok(buffer instanceof ArrayBuffer)
        assert.equal(buffer.byteLength, sizes[i])
        fill(new Uint8Array(buffer), i + 1)
      }
      for (const [i, buffer] of buffers.entries()) {
        assertBytes(buffer, pattern(sizes[i]!, i + 1), `the buffer of ${sizes[i]} bytes beside the others`)
        const handle = pager.pageoutWith(backend, [buffer])
        assertDetached(buffer, `an allocated buffer of ${sizes[i]} bytes`)
        assertBytes(handle.take(), pattern(sizes[i]!, i + 1), `${sizes[i]} bytes`)
      }
    },
  },
  {
    title: 'allocate refuses what is no length',
    run({ pager }) {
      for (const byteLength of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
        assert.throws(() => pager.allocate(byteLength), RangeError, `allocate(${byteLength})`)
      }
      assert.equal(pager.stats().bytes.lent, 0)
    },
  },
  {
    title: 'a view of the first bytes of a lent buffer pages out only those',
    run({ pager, backend }) {
      for (const [size, used] of [
        [100, 60],
        [70_000, 4097],
        [2 ** 21, 2 ** 21 - 8],
        [2 ** 21, 8],
        [300_000, 0],
      ] as const) {
        const buffer = pager.allocate(size)
        fill(new Uint8Array(buffer), 4)
        const handle = pager.pageoutWith(backend, [new Uint8Array(buffer, 0, used)])
        assertDetached(buffer, 'the buffer of the view')
        assert.equal(handle.byteLength, used)
        assert.throws(() => handle.readAt(0, used + 1), RangeError)
        const expected = new Uint8Array(pattern(size, 4), 0, used)
        assertBytes(handle.readAt(0, used), expected, 'readAt')
        const taken = handle.take()
        assertBytes(taken, expected, 'take')
        const again = pager.pageoutWith(backend, [taken])
        assertBytes(again.take(), expected, 'take after a second page-out')
      }
    },
  },
  {
    title: 'a view of other bytes of a lent buffer is a TypeError',
    run({ pager, backend }) {
      for (const size of [100, 300_000]) {
        const buffer = pager.allocate(size)
        fill(new Uint8Array(buffer), 5)
        assert.throws(() => pager.pageoutWith(backend, [new Uint8Array(buffer, 1, size - 1)]), TypeError)
        assert.throws(() => pager.pageoutWith(backend, [new Uint8Array(buffer, 8, 8)]), TypeError)
        assertBytes(buffer, pattern(size, 5), 'the buffer')
        pager.recycle(buffer)
      }
    },
  },
  {
    title: 'a lent buffer is not lent any more once it came back',
    run({ pager, backend }) {
      const buffer = pager.allocate(300_000)
      pager.recycle(buffer)
      assert.throws(() => pager.pageoutWith(backend, [buffer]), TypeError)
      assert.throws(() => pager.pageoutWith(backend, [new ArrayBuffer(8), buffer]), TypeError)
    },
  },
  {
    title: 'recycle detaches what was lent, once',
    run({ pager, backend }) {
      // Without bytes there is no memory to give back, and nothing to detach.
      for (const size of sizes.filter(bytes => bytes > 0)) {
        const allocated = pager.allocate(size)
        pager.recycle(allocated)
        assertDetached(allocated, `an allocated buffer of ${size} bytes`)
        const taken = pager.pageoutWith(backend, [pattern(size)]).take()
        pager.recycle(taken)
        assertDetached(taken, `a taken buffer of ${size} bytes`)
        // A second time: they must not come back as the memory of two others.
        pager.recycle(allocated)
        pager.recycle(taken)
        const one = pager.allocate(size)
        const other = pager.allocate(size)
        fill(new Uint8Array(one), 1)
        fill(new Uint8Array(other), 2)
        assertBytes(one, pattern(size, 1), `one of two buffers of ${size} bytes`)
        assertBytes(other, pattern(size, 2), `the other of two buffers of ${size} bytes`)
      }
    },
  },
  {
    title: 'recycle leaves buffers alone that the pager did not lend',
    run({ pager, subject }) {
      pager.recycle(pager.allocate(0))
      for (const size of [0, 64, 2 ** 21]) {
        const own = pattern(size)
        pager.recycle(own)
        assertBytes(own, pattern(size), 'a buffer of the caller')
        new Uint8Array(own)
      }
      const gone = pattern(64)
      structuredClone(gone, { transfer: [gone] })
      pager.recycle(gone)
      for (const value of [undefined, null, 64, {}, new Uint8Array(64), new SharedArrayBuffer(64)]) {
        assert.throws(() => pager.recycle(value as ArrayBuffer), TypeError, String(value))
      }
      const other = subject.create({})
      try {
        const foreign = other.allocate(2 ** 21)
        fill(new Uint8Array(foreign), 6)
        pager.recycle(foreign)
        assertBytes(foreign, pattern(2 ** 21, 6), 'a buffer of another pager')
        other.recycle(foreign)
        assertDetached(foreign, 'the buffer, by its own pager')
      } finally {
        other.close()
      }
    },
  },
  {
    title: 'writing to a taken buffer touches no payload',
    run({ pager, backend }) {
      const first = pager.pageoutWith(backend, [pattern(300_000, 1)])
      const second = pager.pageoutWith(backend, [pattern(300_000, 2)])
      const taken = first.take()
      new Uint8Array(taken).fill(0xee)
      assertBytes(second.readAt(0, 300_000), pattern(300_000, 2), 'the other payload')
      const back = pager.pageoutWith(backend, [taken])
      assertBytes(back.take(), new Uint8Array(300_000).fill(0xee), 'what was written')
      assertBytes(second.take(), pattern(300_000, 2), 'the other payload')
    },
  },
]
