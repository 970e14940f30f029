// A walk that keeps a bounded distance ahead of its consumer.
import { expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { createPager, readAhead } from '../src/index.js'

function items(count: number, byteLength: number) {
  const fetched: number[] = []
  return {
    fetched,
    list: Array.from({ length: count }, (_, i) => ({ i, byteLength, prefetch: () => void fetched.push(i) })),
  }
}

test('items are prefetched in order, within the distance, and at least one ahead', () => {
  const { fetched, list } = items(10, 100)
  const seen: number[] = []
  for (const { i } of readAhead(list, 300)) {
    seen.push(i)
    expect(fetched).toEqual(list.slice(0, Math.min(10, i + 3)).map(item => item.i))
  }
  expect(seen).toEqual(list.map(item => item.i))
  const large = items(3, 10 ** 9)
  for (const { i } of readAhead(large.list, 0)) expect(large.fetched.length).toBe(Math.min(3, i + 2))
})

test('a loop that stops leaves the others alone, and ends its source', () => {
  let ended = false
  function* source() {
    try {
      yield* items(5, 10).list
    } finally {
      ended = true
    }
  }
  for (const item of readAhead(source(), 20)) if (item.i === 1) break
  expect(ended).toBe(true)
  expect([...readAhead([], 20)]).toEqual([])
  expect(() => [...readAhead([], -1)]).toThrow(RangeError)
})

test('a walk over handles finds its payloads in memory', () => {
  using pager = createPager({ engine: 'native', writeBehindBytes: 0 })
  const handles = Array.from({ length: 20 }, (_, i) => pager.pageoutWith('file', [pattern(2 ** 20, i)]))
  let i = 0
  for (const handle of readAhead(handles)) {
    assertBytes(handle.take(), pattern(2 ** 20, i), `payload ${i}`)
    i++
  }
  const { prefetchHits, prefetchMisses } = pager.stats().counters
  expect(prefetchHits + prefetchMisses).toBe(20)
  expect(prefetchHits).toBeGreaterThan(0)
})
