// What the portable pager does when calls of the file system fail, move less than asked for, or bring back other bytes.
import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import type { Pager } from '../src/pager.js'
import type { PortableFs } from '../src/portable-fs.js'
import { createPortablePager } from '../src/portable-pager.js'
import { failing, faultyFs, shortTransfers, systemError } from './portable/faulty-fs.js'

const bytesOf = (buffer: ArrayBuffer) => Buffer.from(buffer)
const pagerOn = (fs: PortableFs) => createPortablePager({}, fs)
const failure = (expected: object) => expect.objectContaining({ name: 'PagerError', ...expected })

function expectUntouched(chunk: ArrayBuffer, seed: number): void {
  expect(bytesOf(chunk).equals(bytesOf(pattern(chunk.byteLength, seed)))).toBe(true)
}

function expectNothingHeld(pager: Pager): void {
  const { liveHandles, bytes, file } = pager.stats()
  expect({ liveHandles, stored: bytes.stored, used: file.usedBytes }).toEqual({ liveHandles: 0, stored: 0, used: 0 })
}

test.each([1, 7, 4096, 70_001])('transfers of %i bytes and interrupted calls change nothing', bytesPerCall => {
  using pager = pagerOn(shortTransfers(bytesPerCall))
  const size = Math.min(bytesPerCall * 2000, 300_000)
  const handle = pager.pageout([pattern(size, 1), pattern(10, 2), pattern(0), pattern(size, 3)])
  expect(
    bytesOf(handle.readAt(size - 5, 20))
      .subarray(5, 15)
      .equals(bytesOf(pattern(10, 2))),
  ).toBe(true)
  const taken = bytesOf(handle.take())
  expect(taken.subarray(size + 10).equals(bytesOf(pattern(size, 3)))).toBe(true)
  expect(taken.subarray(0, size).equals(bytesOf(pattern(size, 1)))).toBe(true)
})

describe('a failed write', () => {
  test('leaves the chunks, keeps what is stored readable, and disables later page-outs to file', () => {
    const { fs, heal } = failing('write', 'EIO', 2)
    using pager = pagerOn(fs)
    const stored = pager.pageout([pattern(100_000, 1)])
    const chunks = [pattern(100_000, 2), pager.allocate(100)]
    const eio = { code: 'PAGER_IO', errno: constants.errno.EIO, syscall: 'write' }
    expect(() => pager.pageout(chunks)).toThrow(failure({ ...eio, offset: 131_072, length: 100_100 }))
    expectUntouched(chunks[0]!, 2)
    expect(chunks[1]!.byteLength).toBe(100)
    heal()
    expect(() => pager.pageout([chunks[0]!])).toThrow(failure({ ...eio, cause: failure(eio) }))
    expect(pager.stats()).toMatchObject({ liveHandles: 1, counters: { ioErrors: 1 }, bytes: { stored: 100_000 } })
    expect(bytesOf(pager.pageoutWith('swap', [chunks[0]!]).take()).equals(bytesOf(pattern(100_000, 2)))).toBe(true)
    expect(bytesOf(stored.take()).equals(bytesOf(pattern(100_000, 1)))).toBe(true)
    expectNothingHeld(pager)
  })

  test('that moves nothing ends as EIO instead of trying for ever', () => {
    using pager = pagerOn(faultyFs(() => ({ write: () => 0 })))
    const chunk = pattern(5000, 1)
    expect(() => pager.pageout([chunk])).toThrow(failure({ code: 'PAGER_IO', errno: constants.errno.EIO }))
    expectUntouched(chunk, 1)
  })

  test('after a short one is judged by the second: no space stays no space', () => {
    let calls = 0
    using pager = pagerOn(
      faultyFs(real => ({
        write(fd, pieces, position) {
          if (++calls % 2 === 0) throw systemError('ENOSPC', 'write')
          return real.write(fd, [pieces[0]!.subarray(0, 1000)], position)
        },
      })),
    )
    const chunk = pattern(5000, 1)
    const enospc = { code: 'PAGER_NO_SPACE', errno: constants.errno.ENOSPC, offset: 1000, length: 4000 }
    expect(() => pager.pageout([chunk])).toThrow(failure(enospc))
    expectUntouched(chunk, 1)
    expect(pager.stats().file).toMatchObject({ allocatedBytes: 0, usedBytes: 0 })
    expect(pager.stats().counters).toMatchObject({ noSpaceErrors: 1, ioErrors: 0, bytesWritten: 0 })
  })

  test.each(['EDQUOT', 'EFBIG'])('with %s is a full disk, and a later page-out may find room', code => {
    const { fs, heal } = failing('write', code)
    using pager = pagerOn(fs)
    const chunk = pattern(5000, 1)
    expect(() => pager.pageout([chunk])).toThrow(failure({ code: 'PAGER_NO_SPACE' }))
    heal()
    expect(bytesOf(pager.pageout([chunk]).take()).equals(bytesOf(pattern(5000, 1)))).toBe(true)
  })

  test('on a full disk first gives back what files hold at their ends', () => {
    let full = false
    using pager = pagerOn(
      faultyFs(real => ({
        write(fd, pieces, position) {
          if (full) throw systemError('ENOSPC', 'write')
          return real.write(fd, pieces, position)
        },
        truncate(fd, byteLength) {
          full = false
          real.truncate(fd, byteLength)
        },
      })),
    )
    pager.pageout([pattern(1_000_000)]).close()
    full = true
    pager.pageout([pattern(5000)])
    expect(pager.stats().file).toMatchObject({ allocatedBytes: 8192, usedBytes: 8192 })
  })

  test('that also cannot shrink the file still fails as itself', () => {
    using pager = pagerOn({ ...failing('write', 'ENOSPC').fs, truncate: failing('truncate', 'EIO').fs.truncate })
    expect(() => pager.pageout([pattern(5000)])).toThrow(failure({ code: 'PAGER_NO_SPACE' }))
    expectNothingHeld(pager)
  })

  test('of a mistake in the caller is not dressed up as a failure of the disk', () => {
    const mistake = new TypeError('not a disk')
    using pager = pagerOn(
      faultyFs(() => ({
        write() {
          throw mistake
        },
      })),
    )
    expect(() => pager.pageout([pattern(10)])).toThrow(mistake)
  })
})

describe('a failed read', () => {
  test.each(['take', 'readAt'])('(%s) names the bytes and leaves the handle usable', verb => {
    const { fs, heal } = failing('read', 'EIO')
    using pager = pagerOn(fs)
    const handle = pager.pageout([pattern(100_000, 1)])
    const read = () => (verb === 'take' ? handle.take() : handle.readAt(70_000, 10))
    const offset = verb === 'take' ? 0 : 65_536
    const length = verb === 'take' ? 100_000 : 100_000 - 65_536
    const eio = { code: 'PAGER_IO', errno: constants.errno.EIO, syscall: 'read', offset, length }
    expect(read).toThrow(failure(eio))
    expect(read).toThrow(failure(eio))
    expect(handle.closed).toBe(false)
    expect(pager.stats()).toMatchObject({ liveHandles: 1, counters: { ioErrors: 2 }, bytes: { lent: 0 } })
    if (verb === 'take') expect(pager.stats().bytes.warm, 'the buffer that was not filled is kept').toBe(100_000)
    heal()
    expect(bytesOf(handle.take()).equals(bytesOf(pattern(100_000, 1)))).toBe(true)
    expect(pager.pageout([pattern(10)]).byteLength, 'a failed read does not disable writes').toBe(10)
  })

  test('of a file that somebody cut short is EIO, not an endless loop', () => {
    let fd = -1
    using pager = pagerOn(
      faultyFs(real => ({
        write(file, pieces, position) {
          fd = file
          return real.write(file, pieces, position)
        },
      })),
    )
    const handle = pager.pageout([pattern(100_000)])
    faultyFs(real => {
      real.truncate(fd, 70_000)
      return {}
    })
    expect(() => handle.take()).toThrow(failure({ code: 'PAGER_IO', syscall: 'read', offset: 70_000, length: 30_000 }))
    expect(bytesOf(handle.readAt(0, 65_536)).equals(bytesOf(pattern(100_000)).subarray(0, 65_536))).toBe(true)
  })
})

test('a buffer that cannot be detached is a TypeError, stays, and takes no room', () => {
  using pager = createPortablePager()
  const { Memory } = Reflect.get(globalThis, 'WebAssembly') as {
    Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer }
  }
  const { buffer } = new Memory({ initial: 1 })
  for (const backend of ['file', 'swap'] as const) {
    expect(() => pager.pageoutWith(backend, [buffer])).toThrow(TypeError)
    expect(buffer.byteLength).toBe(65_536)
    expectNothingHeld(pager)
  }
})
