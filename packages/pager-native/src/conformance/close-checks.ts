// The end of a pager: what it ends, what it leaves, and what still answers.
import assert from 'node:assert/strict'
import { assertBytes, assertDetached, fill, pattern } from './bytes.js'
import type { Check } from './check.js'
import { assertCode, assertEnded, handleVerbs, pagerVerbs } from './verbs.js'

export const closeChecks: readonly Check[] = [
  {
    title: 'close ends the live handles',
    run({ pager, backend }) {
      const handles = [64, 70_000, 2 ** 21, 0].map(size => pager.pageoutWith(backend, [pattern(size)]))
      assert.equal(pager.closed, false)
      pager.close()
      assert.equal(pager.closed, true)
      for (const handle of handles) {
        assert.equal(handle.closed, true)
        for (const [name, verb] of Object.entries(handleVerbs)) {
          assertCode('PAGER_CLOSED', `${name} on a handle of ${handle.byteLength} bytes`, () => verb(handle))
        }
        handle.prefetch()
        handle.close()
        handle.close()
      }
      assert.deepEqual(
        handles.map(handle => handle.byteLength),
        [64, 70_000, 2 ** 21, 0],
      )
    },
  },
  {
    title: 'close is idempotent, and dispose is close',
    run({ pager, backend }) {
      pager.pageoutWith(backend, [pattern(64)])
      pager[Symbol.dispose]()
      assert.equal(pager.closed, true)
      pager.close()
      pager[Symbol.dispose]()
    },
  },
  {
    title: 'a closed pager refuses every verb with PAGER_CLOSED and touches no chunk',
    run({ pager, backend }) {
      pager.close()
      for (const [name, verb] of Object.entries(pagerVerbs)) assertCode('PAGER_CLOSED', name, () => verb(pager))
      const chunk = pattern(64)
      assertCode('PAGER_CLOSED', 'pageoutWith', () => pager.pageoutWith(backend, [chunk]))
      assertBytes(chunk, pattern(64), 'the chunk')
    },
  },
  {
    title: 'handles that ended before the pager stay ended',
    run({ pager, backend }) {
      const taken = pager.pageoutWith(backend, [pattern(64)])
      taken.take()
      const closed = pager.pageoutWith(backend, [pattern(64)])
      closed.close()
      assertEnded(taken, 'PAGER_HANDLE_TAKEN')
      assertEnded(closed, 'PAGER_HANDLE_CLOSED')
      pager.close()
      for (const handle of [taken, closed]) {
        assert.equal(handle.closed, true)
        assert.throws(() => handle.take(), { name: 'PagerError' })
      }
    },
  },
  {
    title: 'lent buffers outlive the pager, and recycle and stats still answer',
    run({ pager, backend }) {
      const sizes = [100, 70_000, 2 ** 21]
      const taken = sizes.map(size => pager.pageoutWith(backend, [pattern(size)]).take())
      const allocated = sizes.map(size => pager.allocate(size))
      for (const buffer of allocated) fill(new Uint8Array(buffer), 2)
      pager.close()
      for (const [i, size] of sizes.entries()) {
        assertBytes(taken[i]!, pattern(size), 'a taken buffer')
        assertBytes(allocated[i]!, pattern(size, 2), 'an allocated buffer')
      }
      assert.equal(pager.stats().liveHandles, 0)
      pager.recycle(taken[0]!)
      pager.recycle(allocated[2]!)
      assertDetached(taken[0]!, 'a recycled buffer of a closed pager')
      assertDetached(allocated[2]!, 'a recycled buffer of a closed pager')
      new Uint8Array(taken[2]!).fill(1)
      assertBytes(allocated[1]!, pattern(sizes[1]!, 2), 'the others')
    },
  },
]
