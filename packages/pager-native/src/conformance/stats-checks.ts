// Stats: handles and bytes are counted where they are, and nothing is left when everything ended.
import assert from 'node:assert/strict'
import type { Pager } from '../pager.js'
import type { PagerStats } from '../pager-stats.js'
import { pattern } from './bytes.js'
import type { Check } from './check.js'

const payloadBytes = ({ bytes }: PagerStats) => bytes.resident + bytes.writing + bytes.stored + bytes.reading

/** Numbers are read one by one while the engine may be moving a chunk, so a sum may be wrong for a moment. */
async function assertEventually(actual: () => number, expected: number, what: string): Promise<void> {
  const giveUp = Date.now() + 5000
  while (actual() !== expected && Date.now() < giveUp) await new Promise(resolve => setTimeout(resolve, 1))
  assert.equal(actual(), expected, what)
}

const lent = (pager: Pager) => pager.stats().bytes.lent

export const statsChecks: readonly Check[] = [
  {
    title: 'a fresh pager holds nothing',
    run({ pager }) {
      const stats = pager.stats()
      assert.equal(stats.liveHandles, 0)
      assert.equal(payloadBytes(stats), 0)
      assert.equal(stats.bytes.lent, 0)
      assert.deepEqual(new Set(Object.values(stats.counters)), new Set([0]))
    },
  },
  {
    title: 'live handles and their bytes are counted until take or close',
    async run({ pager, backend }) {
      const live = () => pager.stats().liveHandles
      const bytes = () => payloadBytes(pager.stats())
      const sizes = [100, 70_000, 2 ** 21]
      const handles = sizes.map(size => pager.pageoutWith(backend, [pattern(size)]))
      assert.equal(live(), 3)
      await assertEventually(bytes, 100 + 70_000 + 2 ** 21, 'payload bytes of three handles')
      handles[0]!.close()
      handles[0]!.close()
      assert.equal(live(), 2)
      await assertEventually(bytes, 70_000 + 2 ** 21, 'payload bytes of two handles')
      pager.recycle(handles[2]!.take())
      assert.equal(live(), 1)
      handles[1]!.readAt(0, 100)
      assert.equal(live(), 1)
      handles[1]!.close()
      assert.equal(live(), 0)
      await assertEventually(bytes, 0, 'payload bytes at the end')
      assert.equal(pager.stats().counters.handlesLeaked, 0)
    },
  },
  {
    title: 'a handle of zero bytes is live too',
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [])
      assert.equal(pager.stats().liveHandles, 1)
      handle.close()
      assert.equal(pager.stats().liveHandles, 0)
    },
  },
  {
    title: 'lent bytes are counted until they are paged out or recycled',
    run({ pager, backend }) {
      for (const size of [100, 70_000, 2 ** 21]) {
        const before = lent(pager)
        const allocated = pager.allocate(size)
        assert.ok(lent(pager) >= before + size, `allocate lends ${size} bytes`)
        const handle = pager.pageoutWith(backend, [allocated])
        assert.equal(lent(pager), before, 'a page-out ends the loan')
        const taken = handle.take()
        assert.ok(lent(pager) >= before + size, `take lends ${size} bytes`)
        pager.recycle(taken)
        assert.equal(lent(pager), before, 'recycle ends the loan')
        pager.recycle(taken)
        assert.equal(lent(pager), before, 'a second recycle counts nothing')
      }
      const shorter = pager.allocate(300_000)
      pager.pageoutWith(backend, [new Uint8Array(shorter, 0, 8)]).close()
      assert.equal(lent(pager), 0, 'a page-out of the first bytes ends the whole loan')
    },
  },
  {
    title: 'a refused page-out counts nothing',
    run({ pager, backend }) {
      const allocated = pager.allocate(300_000)
      const before = pager.stats()
      assert.throws(() => pager.pageoutWith(backend, [allocated, new ArrayBuffer(8), allocated]), TypeError)
      const after = pager.stats()
      assert.equal(after.liveHandles, before.liveHandles)
      assert.equal(after.bytes.lent, before.bytes.lent)
      assert.equal(payloadBytes(after), payloadBytes(before))
    },
  },
]
