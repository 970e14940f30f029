// A real file system that really fills up: 32 MiB of ext4 in a file, mounted for this test. Where none can be mounted
// it says so and is skipped.
import { statfsSync } from 'node:fs'
import { constants } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { createPager, type PageHandle, type Pager } from '../src/index.js'
import { mountSmallDisk, type SmallDisk } from './support/small-disk.js'

const enospc = expect.objectContaining({ code: 'PAGER_NO_SPACE', errno: constants.errno.ENOSPC, syscall: 'fallocate' })
const mounted = mountSmallDisk(32 * 2 ** 20)

describe.skipIf(typeof mounted === 'string')('a full file system', () => {
  const { path: disk, unmount } = mounted as SmallDisk
  afterAll(() => unmount())

  const freeBytes = () => {
    const { bfree, bsize } = statfsSync(disk)
    return bfree * bsize
  }

  function fillUp(pager: Pager, chunkBytes: number): PageHandle[] {
    const handles: PageHandle[] = []
    for (;;) {
      const chunk = pattern(chunkBytes, handles.length + 1)
      try {
        handles.push(pager.pageoutWith('file', [chunk]))
      } catch (error) {
        expect(error).toEqual(enospc)
        assertBytes(chunk, pattern(chunkBytes, handles.length + 1), 'the refused chunk')
        return handles
      }
    }
  }

  test.each([2 ** 21, 300_000, 20_000])(
    'refuses payloads of %i bytes, loses none, and has room again when some end',
    size => {
      const before = freeBytes()
      using pager = createPager({ engine: 'native', scratchDirectory: disk })
      const handles = fillUp(pager, size)
      expect(handles.length * size).toBeGreaterThan(20 * 2 ** 20)
      expect(() => pager.pageoutWith('file', [pattern(size)])).toThrow(enospc)
      expect(pager.stats().counters.ioErrors).toBe(0)
      for (const [i, handle] of handles.entries()) {
        const offset = (i * 997) % size
        assertBytes(handle.readAt(offset, size - offset), new Uint8Array(pattern(size, i + 1), offset), `payload ${i}`)
      }
      const ended = handles.splice(0, handles.length - 5)
      for (const [i, handle] of ended.entries()) assertBytes(handle.take(), pattern(size, i + 1), `payload ${i}`)
      // A payload of another size gets the room of the others.
      const large = pager.pageoutWith('file', [pattern(12 * 2 ** 20, 5)])
      for (const [i, handle] of handles.entries())
        assertBytes(handle.take(), pattern(size, ended.length + i + 1), 'the rest')
      assertBytes(large.take(), pattern(12 * 2 ** 20, 5), 'the large one')
      pager.close()
      expect(freeBytes()).toBe(before)
    },
  )
})
