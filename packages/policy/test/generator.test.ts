// `turbo gen policy` in an empty workspace: what it makes is formatted, builds, type-checks, keeps the rules, and passes its own test.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import generators from '../../../turbo/generators/config.js'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
let workspace: string

function run(tool: string, args: readonly string[], folder = workspace) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|vitest|test$)/i.test(name)),
  )
  const path = join(repository, 'node_modules', '.bin', tool)
  const result = spawnSync(path, args, { cwd: folder, env, encoding: 'utf8', shell: process.platform === 'win32' })
  return { status: result.status, output: `${result.stdout}${result.stderr}` }
}

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'spillway-generator-'))
  for (const file of [
    'package.json',
    'pnpm-workspace.yaml',
    'turbo.json',
    'tsconfig.base.json',
    'tsconfig.build.json',
    'biome.json',
    '.gitignore',
    'turbo',
  ]) {
    cpSync(join(repository, file), join(workspace, file), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(workspace, 'node_modules'))
  mkdirSync(join(workspace, 'packages'))
  const made = run('gen', ['run', 'policy', '--args', 'small-first'])
  expect(made.status, made.output).toBe(0)
  const scope = join(workspace, 'packages/policy-small-first/node_modules/@spillway')
  mkdirSync(scope, { recursive: true })
  symlinkSync(join(repository, 'packages/policy'), join(scope, 'policy'))
})

afterAll(() => rmSync(workspace, { recursive: true, force: true }))

test('makes one package, with no placeholder left', () => {
  expect(readdirSync(join(workspace, 'packages'))).toEqual(['policy-small-first'])
  const folder = join(workspace, 'packages/policy-small-first')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(entry => join(entry.parentPath, entry.name))
  expect(files).toHaveLength(8)
  for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toMatch(/\{\{|undefined/)
})

test.each([
  ['biome', ['check', '--vcs-enabled=false', '.']],
  ['tsc', ['-p', '.']],
  ['tsup', []],
  ['tsc', ['-p', 'tsconfig.build.json']],
  ['vitest', ['run']],
])('passes %s', (tool, args) => {
  const { status, output } = run(tool, args, join(workspace, 'packages/policy-small-first'))
  expect(status, output).toBe(0)
  if (tool === 'vitest') expect(output).toMatch(/[1-9]\d* passed/)
})

test('passes the architecture check', () => {
  expect(spawnSync('git', ['init', '--quiet'], { cwd: workspace }).status).toBe(0)
  const check = join(repository, 'scripts/check-architecture.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [check, workspace], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(stdout).toMatch(/^1 packages and [1-9]/)
})

test('a wrong name, or one that is taken, is printed, and ends `gen run` with exit code 1', () => {
  for (const [name, message] of [
    ['Small', 'is no name'],
    ['small-first', 'is there already'],
  ] as const) {
    const { status, output } = run('gen', ['run', 'policy', '--args', name])
    expect(status, output).toBe(1)
    expect(output).toContain(message)
  }
})

function actionsFor(name: string): unknown {
  let actions: (answers: unknown) => unknown = () => expect.fail('no generator was set')
  generators({
    setGenerator: (_name: string, generator: { actions: typeof actions }) => (actions = generator.actions),
  } as never)
  return actions({ name, turbo: { paths: { root: workspace } } })
}

test.each(['Small', 'small first', 'policy-small', '', '../up', '-', 'a--b', '1st'])('refuses the name "%s"', name => {
  expect(() => actionsFor(name)).toThrow('is no name')
})

test('refuses to write over a package', () => {
  expect(() => actionsFor('small-first')).toThrow('is there already')
  expect(actionsFor('large-first')).toHaveLength(8)
})
