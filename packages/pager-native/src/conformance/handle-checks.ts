// The life of a handle: open, then taken or closed, for ever.
import assert from 'node:assert/strict'
import { assertBytes, pattern } from './bytes.js'
import type { Check } from './check.js'
import { assertEnded, handleVerbs } from './verbs.js'

export const handleChecks: readonly Check[] = [
  {
    title: 'every verb works on an open handle, again and again until take',
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [pattern(5000)])
      assert.equal(handle.closed, false)
      assert.equal(handle.backend, backend)
      for (let round = 0; round < 3; round++) {
        for (const [name, verb] of Object.entries(handleVerbs)) {
          if (name !== 'take') verb(handle)
        }
        handle.prefetch()
      }
      assert.equal(handle.closed, false)
      assertBytes(handle.take(), pattern(5000), 'take')
    },
  },
  {
    title: 'take ends the handle',
    run({ pager, backend }) {
      for (const size of [64, 300_000]) {
        const handle = pager.pageoutWith(backend, [pattern(size)])
        const buffer = handle.take()
        assert.equal(handle.byteLength, size, 'byteLength is still readable')
        assert.equal(handle.backend, backend)
        assertEnded(handle, 'PAGER_HANDLE_TAKEN')
        assertBytes(buffer, pattern(size), 'what take gave is not touched by close')
      }
    },
  },
  {
    title: 'close ends the handle, and closing again does nothing',
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [pattern(64)])
      const neighbour = pager.pageoutWith(backend, [pattern(64, 2)])
      handle.close()
      handle.close()
      assert.equal(handle.byteLength, 64, 'byteLength is still readable')
      assert.equal(handle.backend, backend)
      assertEnded(handle, 'PAGER_HANDLE_CLOSED')
      const later = pager.pageoutWith(backend, [pattern(64, 3)])
      handle.close()
      assertBytes(neighbour.take(), pattern(64, 2), 'the neighbour')
      assertBytes(later.take(), pattern(64, 3), 'a payload that may have the closed one’s place')
    },
  },
  {
    title: 'dispose is close',
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [pattern(64)])
      handle[Symbol.dispose]()
      assertEnded(handle, 'PAGER_HANDLE_CLOSED')
    },
  },
  {
    title: 'an empty handle ends as any other',
    run({ pager, backend }) {
      const taken = pager.pageoutWith(backend, [])
      taken.take()
      assertEnded(taken, 'PAGER_HANDLE_TAKEN')
      const closed = pager.pageoutWith(backend, [])
      closed.close()
      assertEnded(closed, 'PAGER_HANDLE_CLOSED')
    },
  },
  {
    title: 'a mistaken range does not end the handle, and an ended handle outranks a mistaken range',
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [pattern(64)])
      assert.throws(() => handle.readAt(60, 8), RangeError)
      assert.equal(handle.closed, false)
      assertBytes(handle.take(), pattern(64), 'take')
      assert.throws(() => handle.readAt(60, 8), { code: 'PAGER_HANDLE_TAKEN' })
    },
  },
  {
    title: 'prefetch changes nothing that can be seen',
    run({ pager, backend }) {
      const handles = Array.from({ length: 12 }, (_, i) => pager.pageoutWith(backend, [pattern(300_000, i + 1)]))
      for (const handle of handles) handle.prefetch()
      for (const handle of handles) handle.prefetch()
      handles[3]!.close()
      for (const [i, handle] of handles.entries()) {
        if (i === 3) continue
        assert.equal(handle.closed, false)
        assertBytes(handle.readAt(i, 1000), new Uint8Array(pattern(300_000, i + 1), i, 1000), `payload ${i}`)
        assertBytes(handle.take(), pattern(300_000, i + 1), `payload ${i}`)
      }
    },
  },
]
