// Where scratch files of the portable pager go, which directories are refused, and that nothing is left behind.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { normaliseOptions } from '../src/pager-options.js'
import { nodeFs, type PortableFs } from '../src/portable-fs.js'
import { createPortablePager, PortablePager } from '../src/portable-pager.js'
import { failing, faultyFs, systemError } from './portable/faulty-fs.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-portable-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const chunk = () => pattern(5000)
const scratchFailure = (expected: object = {}) =>
  expect.objectContaining({ name: 'PagerError', code: 'PAGER_SCRATCH', ...expected })

/** Descriptors of this process that are open on files below `folder`; Linux only. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd')
    .map(fd => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`)
      } catch {
        return ''
      }
    })
    .filter(target => target.startsWith(folder))
}

describe('a directory', () => {
  test('is not touched before the first file page-out, and never shows a file', () => {
    using pager = createPortablePager({ scratchDirectory: folder })
    pager.pageoutWith('swap', [chunk()])
    pager.pageout([])
    expect(pager.stats().file).toMatchObject({ mode: 'unopened', naming: 'unopened', segments: 0 })
    const handles = [100, 70_000, 300_000].map(size => pager.pageout([pattern(size)]))
    expect(pager.stats().file).toMatchObject({ mode: 'buffered', naming: 'unlinked', segments: 3 })
    expect(readdirSync(folder)).toEqual([])
    expect(Buffer.from(handles[2]!.take()).equals(Buffer.from(pattern(300_000)))).toBe(true)
  })

  test('that does not exist is PAGER_SCRATCH, and is tried again', () => {
    const later = join(folder, 'later')
    using pager = createPortablePager({ scratchDirectory: later })
    const payload = chunk()
    expect(() => pager.pageout([payload])).toThrow(scratchFailure({ errno: constants.errno.ENOENT }))
    expect(payload.byteLength).toBe(5000)
    mkdirSync(later)
    expect(pager.pageout([payload]).take().byteLength).toBe(5000)
  })

  test('that is a file is PAGER_SCRATCH', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    using pager = createPortablePager({ scratchDirectory: file })
    const errno = process.platform === 'win32' ? constants.errno.ENOENT : constants.errno.ENOTDIR
    expect(() => pager.pageout([chunk()])).toThrow(scratchFailure({ errno }))
  })

  test('that cannot be written is PAGER_SCRATCH', () => {
    // Root may write anywhere, and Windows has no such mode; there a file system says what this one would.
    chmodSync(folder, 0o555)
    const refuses = process.platform !== 'win32' && process.getuid?.() !== 0
    using pager = createPortablePager({ scratchDirectory: folder }, refuses ? nodeFs : failing('create', 'EACCES').fs)
    expect(() => pager.pageout([chunk()])).toThrow(scratchFailure({ errno: constants.errno.EACCES, syscall: 'open' }))
  })

  test('without inodes is a full one', () => {
    using pager = createPortablePager({ scratchDirectory: folder }, failing('create', 'ENOSPC').fs)
    expect(() => pager.pageout([chunk()])).toThrow(expect.objectContaining({ code: 'PAGER_NO_SPACE' }))
  })

  test('is the first of several that works, and the first reason is told when none does', () => {
    const missing = join(folder, 'missing')
    const among = (...scratchDirectories: string[]) =>
      new PortablePager({ ...normaliseOptions({}), scratchDirectories }, 'file', nodeFs)
    using pager = among(missing, folder)
    expect(pager.pageout([chunk()]).take().byteLength).toBe(5000)
    if (process.platform === 'linux') expect(openFiles()).toHaveLength(1)
    using nowhere = among(missing, join(folder, 'other'))
    expect(() => nowhere.pageout([chunk()])).toThrow(/missing/)
  })
})

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('a directory in memory is refused, unless that is asked for', () => {
    const memory = mkdtempSync('/dev/shm/spillway-')
    try {
      using pager = createPortablePager({ scratchDirectory: memory })
      expect(() => pager.pageout([chunk()])).toThrow(scratchFailure({ message: expect.stringContaining('in memory') }))
      using insisting = createPortablePager({ scratchDirectory: memory, allowMemoryScratch: true })
      expect(insisting.pageout([chunk()]).take().byteLength).toBe(5000)
    } finally {
      rmSync(memory, { recursive: true })
    }
  })

  test('an overlay is judged by the directory that it writes to', () => {
    const overlay = (upper: string): PortableFs =>
      faultyFs(real => ({
        fileSystemType: directory => (directory === folder ? 0x794c7630 : real.fileSystemType(directory)),
        device: () => (0x12 << 8) | 0x34,
        mountTable: () => `30 1 18:52 / /x rw - overlay overlay rw,lowerdir=/a,upperdir=${upper},workdir=/b\n`,
      }))
    using inMemory = createPortablePager({ scratchDirectory: folder }, overlay('/dev/shm'))
    expect(() => inMemory.pageout([chunk()])).toThrow(scratchFailure())
    using onDisk = createPortablePager({ scratchDirectory: folder }, overlay(folder.replace(/\/[^/]*$/, '')))
    expect(onDisk.pageout([chunk()]).byteLength).toBe(5000)
    using outOfSight = createPortablePager({ scratchDirectory: folder }, overlay('/not/in/this/namespace'))
    expect(outOfSight.pageout([chunk()]).byteLength).toBe(5000)
  })

  test('close gives every descriptor and every byte back', () => {
    const pager = createPortablePager({ scratchDirectory: folder })
    for (const size of [100, 70_000, 300_000]) pager.pageout([pattern(size)])
    expect(openFiles()).toHaveLength(3)
    pager.close()
    pager.close()
    expect(openFiles()).toEqual([])
    expect(pager.stats().file).toMatchObject({ allocatedBytes: 0, usedBytes: 0, segments: 0 })
  })

  test('so does the collector, for a pager that nobody closed', async () => {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    ;(() => createPortablePager({ scratchDirectory: folder }).pageout([chunk()]).close())()
    expect(openFiles()).toHaveLength(1)
    for (let round = 0; round < 200 && openFiles().length > 0; round++) {
      gc()
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(openFiles()).toEqual([])
  })

  test('a killed process leaves nothing behind', () => {
    const source = join(folder, 'killed.mjs')
    const scratch = join(folder, 'scratch')
    mkdirSync(scratch)
    writeFileSync(
      source,
      `import { createPager } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url))}
      const handle = createPager({ engine: 'portable', scratchDirectory: ${JSON.stringify(scratch)} }).pageout([new ArrayBuffer(1e6)])
      process.kill(process.pid, 'SIGKILL')`,
    )
    const { signal } = spawnSync(process.execPath, [source])
    expect(signal).toBe('SIGKILL')
    expect(readdirSync(scratch)).toEqual([])
  })
})

describe('where an open file cannot be unlinked', () => {
  const stubborn = (open: Set<number>): PortableFs =>
    faultyFs(real => ({
      create(path) {
        const fd = real.create(path)
        open.add(fd)
        return fd
      },
      close(fd) {
        open.delete(fd)
        real.close(fd)
      },
      unlink(path) {
        if (open.size > 0) throw systemError('EBUSY', 'unlink')
        real.unlink(path)
      },
    }))

  test('it keeps its name until close, and stats say so', () => {
    const pager = createPortablePager({ scratchDirectory: folder }, stubborn(new Set()))
    const handle = pager.pageout([chunk()])
    expect(pager.stats().file.naming).toBe('named')
    expect(readdirSync(folder)).toHaveLength(1)
    expect(handle.take().byteLength).toBe(5000)
    const listeners = process.listenerCount('exit')
    pager.close()
    expect(readdirSync(folder)).toEqual([])
    expect(process.listenerCount('exit')).toBe(listeners - 1)
  })

  test('it is removed when the process exits', () => {
    const before = new Set(process.listeners('exit'))
    const pager = createPortablePager({ scratchDirectory: folder }, stubborn(new Set()))
    pager.pageout([chunk()])
    const [atExit, ...others] = process.listeners('exit').filter(listener => !before.has(listener))
    expect(others).toEqual([])
    atExit!(0)
    expect(readdirSync(folder)).toEqual([])
    expect(process.listeners('exit').filter(listener => !before.has(listener))).toEqual([])
  })
})
