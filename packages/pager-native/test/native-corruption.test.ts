// Bytes that changed on disk: found by every read that touches them, harmless to everything else.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { createPager } from '../src/index.js'
import { flipBit, openSegments } from './native/open-segments.js'

const size = 2 ** 20
const corrupt = expect.objectContaining({ name: 'PagerError', code: 'PAGER_CORRUPT_PAGE' })
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-corrupt-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a changed byte is PAGER_CORRUPT_PAGE for every read that touches its block, and for take', () => {
  using pager = createPager({ engine: 'native', scratchDirectory: folder, writeBehindBytes: 0 })
  const handle = pager.pageout([pattern(size, 1)])
  const neighbour = pager.pageout([pattern(size, 2)])
  const [segment] = openSegments(folder)
  flipBit(segment!, 700_000)

  expect(() => handle.readAt(699_999, 2)).toThrow(corrupt)
  expect(() => handle.readInto(0, new Uint8Array(size))).toThrow(corrupt)
  expect(() => handle.take()).toThrow(corrupt)
  assertBytes(handle.readAt(0, 600_000), new Uint8Array(pattern(size, 1), 0, 600_000), 'the blocks before')
  assertBytes(neighbour.take(), pattern(size, 2), 'the neighbour')
  expect(handle.closed).toBe(false)
  expect(pager.stats().counters.checksumFailures).toBe(3)

  flipBit(segment!, 700_000)
  assertBytes(handle.take(), pattern(size, 1), 'the handle, once its bytes are right again')
})

test('a prefetch of changed bytes is silent, and the take after it tells', async () => {
  using pager = createPager({ engine: 'native', scratchDirectory: folder, writeBehindBytes: 0 })
  const handle = pager.pageout([pattern(size, 1)])
  flipBit(openSegments(folder)[0]!, 0)
  handle.prefetch()
  while (pager.stats().bytes.reading > 0) await new Promise(resolve => setImmediate(resolve))
  expect(() => handle.take()).toThrow(corrupt)
})
