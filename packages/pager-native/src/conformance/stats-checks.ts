// Stats: handles and bytes are counted where they are, and nothing is left when everything ended.
import assert from 'node:assert/strict'
import type { Pager } from '../pager.js'
import type { LatencyHistogram, PagerStats } from '../pager-stats.js'
import { pattern } from './bytes.js'
import type { Check } from './check.js'

const payloadBytes = ({ bytes }: PagerStats) => bytes.resident + bytes.writing + bytes.stored + bytes.reading

/** Numbers are read one by one while the engine may be moving a chunk, so a sum may be wrong for a moment. */
async function assertEventually(actual: () => number, expected: number, what: string): Promise<void> {
  const giveUp = Date.now() + 5000
  while (actual() !== expected && Date.now() < giveUp) await new Promise(resolve => setTimeout(resolve, 1))
  assert.equal(actual(), expected, what)
}

/** Whether what was transferred, the buckets and their total can be of the same transfers. */
function agree({ counts, totalNanoseconds }: LatencyHistogram, bytes: number): boolean {
  const transfers = counts.reduce((sum, count) => sum + count, 0)
  const bound = (i: number) => counts[i]! * 2 ** i * 1000
  const most = counts.reduce((sum, count, i) => sum + (i === counts.length - 1 && count > 0 ? Infinity : bound(i)), 0)
  const least = counts.reduce((sum, _, i) => sum + (i === 0 ? 0 : bound(i) / 2), 0)
  return transfers > 0 === bytes > 0 && least <= totalNanoseconds && totalNanoseconds <= most
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
    title: 'extents by size add up to the bytes of the segments',
    async run({ pager, backend }) {
      const handles = [5000, 70_000, 400_000, 2 ** 21].map(size => pager.pageoutWith(backend, [pattern(size)]))
      const sums = (): [allocated: number, used: number] => {
        const { extents, allocatedBytes, usedBytes } = pager.stats().file
        const bytes = (of: 'allocated' | 'used') => extents.reduce((sum, size) => sum + size.extentBytes * size[of], 0)
        return [bytes('allocated') - allocatedBytes, bytes('used') - usedBytes]
      }
      await assertEventually(
        () => Math.max(...sums().map(Math.abs)),
        0,
        'extents and bytes differ while handles are live',
      )
      for (const handle of handles) handle.close()
      await assertEventually(() => Math.max(...sums().map(Math.abs)), 0, 'extents and bytes differ at the end')
      const sizes = pager.stats().file.extents.map(({ extentBytes }) => extentBytes)
      assert.deepEqual(
        sizes,
        [...new Set(sizes)].sort((a, b) => a - b),
        'sizes ascend, each is there once',
      )
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
  {
    title: 'every transfer is in a bucket, and what all of them took fits the buckets',
    async run({ pager, backend }) {
      // More than any window holds back, so that who has a disk must use it.
      const handles = Array.from({ length: 12 }, () => pager.pageoutWith(backend, [pattern(2 ** 21)]))
      for (const handle of handles) pager.recycle(handle.take())
      const agrees = () => {
        const { counters, latency } = pager.stats()
        return agree(latency.read, counters.bytesRead) && agree(latency.write, counters.bytesWritten)
      }
      await assertEventually(() => Number(agrees()), 1, `durations that fit: ${JSON.stringify(pager.stats().latency)}`)
    },
  },
]
