// Where the native pager's segments go, which directories are refused, and that none ever shows a file.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { createPager, type PagerOptions } from '../src/index.js'
import { openSegments } from './native/open-segments.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-scratch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const native = (options: PagerOptions) => createPager({ engine: 'native', ...options })
const scratchFailure = (expected: object = {}) =>
  expect.objectContaining({ name: 'PagerError', code: 'PAGER_SCRATCH', ...expected })

describe('a scratch directory', () => {
  test('is not touched before the first file page-out, and never shows a file', () => {
    using pager = native({ scratchDirectory: folder })
    pager.pageoutWith('swap', [pattern(300_000)])
    pager.pageoutWith('file', [])
    expect(pager.stats().file).toMatchObject({ mode: 'unopened', segments: 0 })
    expect(openSegments(folder)).toEqual([])
    const handles = [100, 200_000, 3_000_000].map(size => pager.pageoutWith('file', [pattern(size)]))
    expect(pager.stats().file).toMatchObject({ segments: 3 })
    expect(openSegments(folder)).toHaveLength(3)
    expect(readdirSync(folder)).toEqual([])
    for (const handle of handles) handle.close()
    pager.close()
    expect(openSegments(folder)).toEqual([])
  })

  test('that does not exist is PAGER_SCRATCH, leaves the chunk alone, and is tried again', () => {
    const later = join(folder, 'later')
    using pager = native({ scratchDirectory: later })
    const chunk = pattern(300_000)
    const missing = scratchFailure({ errno: constants.errno.ENOENT, syscall: 'statfs' })
    expect(() => pager.pageout([chunk])).toThrow(missing)
    expect(() => pager.pageout([chunk, pattern(100)])).toThrow(missing)
    expect(chunk.byteLength).toBe(300_000)
    mkdirSync(later)
    expect(pager.pageout([chunk]).take().byteLength).toBe(300_000)
  })

  test('that is a file is PAGER_SCRATCH', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    using pager = native({ scratchDirectory: file })
    expect(() => pager.pageout([pattern(100)])).toThrow(scratchFailure({ errno: constants.errno.ENOTDIR }))
  })

  test('in memory is PAGER_SCRATCH, unless that is allowed', () => {
    using pager = native({ scratchDirectory: '/dev/shm' })
    expect(() => pager.pageout([pattern(100)])).toThrow(scratchFailure({ message: expect.stringMatching(/in memory/) }))
    using allowed = native({ scratchDirectory: '/dev/shm', allowMemoryScratch: true })
    expect(allowed.pageout([pattern(300_000)]).take().byteLength).toBe(300_000)
  })

  test('that cannot be written is PAGER_SCRATCH', () => {
    // Permissions do not stop root: then a child that is nobody tries, from a place that nobody can read.
    const program = join(folder, 'program')
    mkdirSync(join(program, 'build/Release'), { recursive: true })
    cpSync(join(import.meta.dirname, '../dist'), join(program, 'dist'), { recursive: true })
    writeFileSync(join(program, 'package.json'), '{ "type": "module" }')
    const addon = 'build/Release/pager_native.node'
    cpSync(join(import.meta.dirname, '..', addon), join(program, addon))
    writeFileSync(
      join(program, 'dist/run.mjs'),
      `import { createPager } from './index.js'
      const pager = createPager({ engine: 'native', scratchDirectory: process.argv[2] })
      try { pager.pageout([new ArrayBuffer(100)]); console.log('written') }
      catch ({ code, errno, syscall }) { console.log(JSON.stringify({ code, errno, syscall })) }`,
    )
    execFileSync('chmod', ['-R', 'a+rX', folder])
    const locked = join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o555)
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const { stdout, stderr } = spawnSync(process.execPath, [join(program, 'dist/run.mjs'), locked], {
      ...nobody,
      cwd: '/',
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({ code: 'PAGER_SCRATCH', errno: constants.errno.EACCES, syscall: 'open' })
  })
})

test('options are checked, by name', () => {
  const wrong: [object, RegExp][] = [
    [{ backend: 'disk' }, /backend/],
    [{ scratchDirectory: 5 }, /scratchDirectory/],
    [{ scratchDirectory: '' }, /scratchDirectory/],
    [{ scratchLimitBytes: -1 }, /scratchLimitBytes/],
    [{ warmBytes: 1.5 }, /warmBytes/],
    [{ ioThreads: 0 }, /ioThreads/],
    [{ ioThreads: '2' }, /ioThreads/],
    [{ writeBehindBytes: Number.NaN }, /writeBehindBytes/],
    [{ readAheadBytes: -5 }, /readAheadBytes/],
    [{ swapAdvice: 'hot' }, /swapAdvice/],
    [{ allowMemoryScratch: 1 }, /allowMemoryScratch/],
    [{ warmBytez: 1 }, /warmBytez/],
  ]
  for (const [options, name] of wrong)
    expect(() => createPager(options as PagerOptions), JSON.stringify(options)).toThrow(name)
  expect(() => createPager(null as unknown as PagerOptions)).toThrow(TypeError)
})
