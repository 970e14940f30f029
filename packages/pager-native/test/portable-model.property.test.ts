// Random page-outs, reads, takes and ends in any order, against a list of what was paged out.
import fc from 'fast-check'
import { test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import type { PageHandle } from '../src/page-handle.js'
import { createPortablePager } from '../src/portable-pager.js'
import { shortTransfers } from './portable/faulty-fs.js'

interface Live {
  readonly handle: PageHandle
  readonly bytes: Uint8Array
}

const scratchLimitBytes = 2 ** 20
const warmBytes = 2 ** 18
const size = fc.oneof(fc.nat(20), fc.integer({ min: 4000, max: 4200 }), fc.nat(200_000))
const step = fc.oneof(
  fc.record({
    verb: fc.constant('pageout' as const),
    backend: fc.constantFrom('swap', 'file'),
    sizes: fc.array(size, { maxLength: 3 }),
  }),
  fc.record({ verb: fc.constantFrom('take', 'close', 'recycle'), which: fc.nat() }),
  fc.record({
    verb: fc.constant('read' as const),
    which: fc.nat(),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
  }),
)

/** Every other one of the ranges between the cuts, backwards. */
function rangesOf(byteLength: number, cuts: readonly number[]) {
  const edges = [0, ...cuts.map(cut => Math.floor(cut * byteLength)).sort((a, b) => a - b), byteLength]
  const ranges = edges.slice(1).map((edge, i) => ({ offset: edges[i]!, length: edge - edges[i]! }))
  return ranges.filter((_, i) => i % 2 === 0).reverse()
}

test('every byte comes back, and the counters add up to what is live', () => {
  let seed = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      using pager = createPortablePager({ scratchLimitBytes, warmBytes }, shortTransfers(50_000))
      const live: Live[] = []
      for (const { verb, ...rest } of steps) {
        if (verb === 'pageout') {
          const { backend, sizes } = rest as { backend: 'swap' | 'file'; sizes: number[] }
          const chunks = sizes.map(byteLength => pattern(byteLength, ++seed))
          const bytes = new Uint8Array(Buffer.concat(chunks.map(chunk => Buffer.from(chunk))))
          try {
            live.push({ handle: pager.pageoutWith(backend, chunks), bytes })
          } catch (error) {
            if ((error as { code?: unknown }).code !== 'PAGER_NO_SPACE') throw error
            assertBytes(new Uint8Array(Buffer.concat(chunks.map(chunk => Buffer.from(chunk)))), bytes, 'refused chunks')
          }
          continue
        }
        if (live.length === 0) continue
        const { which, cuts } = rest as { which: number; cuts?: number[] }
        const index = which % live.length
        const { handle, bytes } = live[index]!
        if (verb === 'read') {
          const ranges = rangesOf(bytes.length, cuts ?? [])
          const expected = Buffer.concat(ranges.map(({ offset, length }) => bytes.subarray(offset, offset + length)))
          assertBytes(handle.readAtMany(ranges), expected, 'readAtMany')
          continue
        }
        live.splice(index, 1)
        if (verb === 'close') handle.close()
        else {
          const taken = handle.take()
          assertBytes(taken, bytes, 'take')
          if (verb === 'recycle') pager.recycle(taken)
        }
      }
      const sum = (backend: string) =>
        live.reduce((total, { handle }) => total + (handle.backend === backend ? handle.byteLength : 0), 0)
      const { liveHandles, bytes, file } = pager.stats()
      if (liveHandles !== live.length || bytes.resident !== sum('swap') || bytes.stored !== sum('file')) return false
      if (file.usedBytes < bytes.stored || file.allocatedBytes < file.usedBytes) return false
      if (file.allocatedBytes > scratchLimitBytes || bytes.warm > warmBytes) return false
      for (const { handle, bytes: expected } of live) assertBytes(handle.take(), expected, 'take at the end')
      return pager.stats().file.usedBytes === 0
    }),
    { numRuns: 60 },
  )
})
