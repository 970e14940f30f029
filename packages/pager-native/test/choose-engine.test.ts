// Which engine `createPager` gives, and how a program learns it.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPager, type PagerEngine } from '../src/index.js'
import { libcOfProgram } from '../src/libc.js'

test('each engine is given when asked for by name', () => {
  for (const engine of ['native', 'portable'] as const) {
    using pager = createPager({ engine })
    expect(pager.stats().engine).toBe(engine)
  }
  expect(() => createPager({ engine: 'steam' as PagerEngine })).toThrow(TypeError)
  expect(() => createPager({ engine: 'portable', ioThreads: 0 })).toThrow(RangeError)
  expect(() => createPager({ engine: 'portable', scratchDirectroy: '/tmp' } as object)).toThrow(/scratchDirectroy/)
})

describe('in a copy of the package without an addon', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-no-addon-'))
    // As it was built: what the package's folder has beside dist is what decides.
    cpSync(join(import.meta.dirname, '../dist'), join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function run(source: string): unknown {
    const file = join(folder, 'program.mjs')
    const preamble = `import { createPager } from './dist/index.js'
      const warnings = []
      process.on('warning', ({ code, detail }) => warnings.push([code, detail]))
      const settle = () => new Promise(resolve => setImmediate(resolve))
      const result = await (async () => { ${source} })()
      await settle()
      console.log(JSON.stringify({ result, warnings }))`
    writeFileSync(file, preamble)
    return JSON.parse(execFileSync(process.execPath, ['--no-warnings', file], { encoding: 'utf8' }))
  }

  test('auto is portable, with one warning per pager and none later', () => {
    const { result, warnings } = run(`
      const pagers = [createPager(), createPager()]
      for (const pager of pagers) for (let i = 0; i < 3; i++) pager.pageout([new ArrayBuffer(10)]).take()
      return pagers.map(pager => pager.stats().engine)`) as { result: unknown; warnings: [string, string][] }
    expect(result).toEqual(['portable', 'portable'])
    expect(warnings.map(([code]) => code)).toEqual(['PAGER_NO_ADDON', 'PAGER_NO_ADDON'])
    expect(warnings[0]![1]).toMatch(/spillway-build-native/)
  })

  test('portable, asked for, warns of nothing', () => {
    expect(run(`return createPager({ engine: 'portable' }).stats().engine`)).toEqual({
      result: 'portable',
      warnings: [],
    })
  })

  test('a wrong option is told before any warning', () => {
    expect(run(`try { createPager({ warmBytes: -1 }) } catch (error) { return error.name }`)).toEqual({
      result: 'RangeError',
      warnings: [],
    })
  })

  test('native is PAGER_NO_ADDON', () => {
    expect(run(`try { createPager({ engine: 'native' }) } catch (error) { return [error.name, error.code] }`)).toEqual({
      result: ['PagerError', 'PAGER_NO_ADDON'],
      warnings: [],
    })
  })

  test('a file that is no addon is the reason that is told', () => {
    cpSync(import.meta.filename, join(folder, 'build/Release/pager_native.node'), { recursive: true })
    const { result } = run(`try { createPager({ engine: 'native' }) } catch (error) { return error.cause.code }`) as {
      result: unknown
    }
    expect(result).toBe('ERR_DLOPEN_FAILED')
    rmSync(join(folder, 'build'), { recursive: true })
  })
})

describe('the C library of a program', () => {
  test.each([
    ['/lib64/ld-linux-x86-64.so.2', 'glibc'],
    ['/lib/ld-linux-aarch64.so.1', 'glibc'],
    ['/lib64/ld64.so.2', 'glibc'],
    ['/lib/ld-musl-x86_64.so.1', 'musl'],
    ['/lib/ld-musl-aarch64.so.1', 'musl'],
    ['a program that is linked with nothing', undefined],
  ] as const)('%s: %s', (interpreter, libc) => {
    expect(libcOfProgram(Buffer.from(`\x7fELF\0\0${interpreter}\0/usr/lib`, 'latin1'))).toBe(libc)
  })
})
