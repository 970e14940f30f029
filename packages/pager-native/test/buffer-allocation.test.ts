// Sizes that no buffer of this Node can have are refused before anything happens. Nothing here touches the memory that it asks for.
import { constants } from 'node:buffer'
import { expect, test } from 'vitest'
import { createPager } from '../src/index.js'
import { createMemoryPager } from '../src/memory.js'

const pagers = [
  ['native', () => createPager({ engine: 'native' })],
  ['portable', () => createPager({ engine: 'portable' })],
  ['memory', () => createMemoryPager()],
] as const

test.each(pagers)('allocate of the %s pager', (_, create) => {
  using pager = create()
  expect(() => pager.allocate(constants.MAX_LENGTH + 1)).toThrow(RangeError)
  expect(pager.stats().bytes.lent).toBe(0)
})

// Where a buffer may be larger than any memory, there is nothing to refuse.
test.runIf(constants.MAX_LENGTH <= 2 ** 33).each(pagers)(
  'chunks that together nobody could take, %s pager',
  (_, create) => {
    using pager = create()
    const chunks = [0, 1].map(() => new ArrayBuffer(constants.MAX_LENGTH / 2 + 8))
    expect(() => pager.pageoutWith('swap', chunks)).toThrow(/could not be taken/)
    expect(chunks.every(chunk => chunk.byteLength > 0)).toBe(true)
    expect(pager.stats().liveHandles).toBe(0)
  },
)
