// Round trips at the sizes where implementations change their ways: words, pages, the borders of copy and move, slots, several slots.
import assert from 'node:assert/strict'
import { assertBytes, assertDetached, fill, pattern } from './bytes.js'
import type { Check } from './check.js'

const kib = 1024
const around = (size: number) => [size - 8, size, size + 8]
const sizes = [
  ...[0, 1, 7, 8, 4095, 4096, 4097],
  ...around(64 * kib),
  ...around(256 * kib),
  ...around(2048 * kib),
  4096 * kib + 16,
]

export const sizeChecks: readonly Check[] = sizes.flatMap(size => [
  {
    title: `${size} bytes: allocate, page out, read, take, page out, take`,
    run({ pager, backend }) {
      const expected = pattern(size, size + 1)
      const buffer = pager.allocate(size)
      fill(new Uint8Array(buffer), size + 1)
      const handle = pager.pageoutWith(backend, [buffer])
      assertDetached(buffer, 'the allocated buffer')
      const middle = size >> 1
      assertBytes(handle.readAt(middle, size - middle), new Uint8Array(expected, middle), 'readAt of the second half')
      const taken = handle.take()
      assertBytes(taken, expected, 'take')
      const again = pager.pageoutWith(backend, [taken])
      assertDetached(taken, 'the taken buffer')
      const last = again.take()
      assertBytes(last, expected, 'the second take')
      pager.recycle(last)
    },
  },
  {
    title: `${size} bytes: a shorter payload after a longer one shows nothing of it`,
    run({ pager, backend }) {
      const shorter = Math.max(0, size - 5)
      pager.recycle(pager.pageoutWith(backend, [pattern(size, 1)]).take())
      pager.pageoutWith(backend, [pattern(size, 2)]).close()
      const handle = pager.pageoutWith(backend, [pattern(shorter, 3)])
      assert.equal(handle.byteLength, shorter)
      assert.throws(() => handle.readAt(0, shorter + 1), RangeError)
      assert.throws(() => handle.readInto(shorter, new Uint8Array(1)), RangeError)
      assertBytes(handle.readAt(0, shorter), pattern(shorter, 3), 'readAt')
      const taken = handle.take()
      assertBytes(taken, pattern(shorter, 3), 'take')
      assertBytes(pager.pageoutWith(backend, [taken]).take(), pattern(shorter, 3), 'take after a second page-out')
    },
  },
])
