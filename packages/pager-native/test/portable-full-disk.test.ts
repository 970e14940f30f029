// A real file system that really fills up: 8 MiB of ext4 in a file, mounted for this test. Where none can be mounted
// it says so and is skipped.
import { statfsSync } from 'node:fs'
import { constants } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import type { PageHandle } from '../src/page-handle.js'
import type { Pager } from '../src/pager.js'
import { createPortablePager } from '../src/portable-pager.js'
import { mountSmallDisk, type SmallDisk } from './support/small-disk.js'

const chunkBytes = 2 ** 18
const enospc = expect.objectContaining({ code: 'PAGER_NO_SPACE', errno: constants.errno.ENOSPC, syscall: 'write' })
const mounted = mountSmallDisk(8 * 2 ** 20)

describe.skipIf(typeof mounted === 'string')('a full file system', () => {
  const { path: disk, unmount } = mounted as SmallDisk
  afterAll(() => unmount())

  const freeBytes = () => {
    const { bfree, bsize } = statfsSync(disk)
    return bfree * bsize
  }

  function fillUp(pager: Pager): PageHandle[] {
    const handles: PageHandle[] = []
    for (;;) {
      const chunk = pattern(chunkBytes, handles.length + 1)
      try {
        handles.push(pager.pageout([chunk]))
      } catch (error) {
        expect(error).toEqual(enospc)
        expect(Buffer.from(chunk).equals(Buffer.from(pattern(chunkBytes, handles.length + 1)))).toBe(true)
        return handles
      }
    }
  }

  test('refuses, loses nothing, and has room again when something ends', () => {
    const before = freeBytes()
    using pager = createPortablePager({ scratchDirectory: disk })
    const handles = fillUp(pager)
    expect(handles.length).toBeGreaterThan(16)
    expect(() => pager.pageout([pattern(chunkBytes)])).toThrow(enospc)
    expect(pager.stats().counters).toMatchObject({ noSpaceErrors: 2, ioErrors: 0 })
    handles[3]!.close()
    handles[3] = pager.pageout([pattern(chunkBytes, 4)])
    for (const [i, handle] of handles.entries()) {
      expect(Buffer.from(handle.take()).equals(Buffer.from(pattern(chunkBytes, i + 1)))).toBe(true)
    }
    // All of it is free now; a payload of another size gets the room of the others.
    const large = pager.pageout([pattern(handles.length * chunkBytes, 5)])
    expect(large.byteLength).toBe(handles.length * chunkBytes)
    pager.close()
    expect(freeBytes()).toBe(before)
  })

  test('that others fill is no reason to give up for ever', () => {
    using other = createPortablePager({ scratchDirectory: disk })
    const theirs = fillUp(other)
    using pager = createPortablePager({ scratchDirectory: disk })
    const chunk = pattern(chunkBytes)
    expect(() => pager.pageout([chunk])).toThrow(enospc)
    for (const handle of theirs) handle.close()
    other.close()
    expect(Buffer.from(pager.pageout([chunk]).take()).equals(Buffer.from(pattern(chunkBytes)))).toBe(true)
  })
})
