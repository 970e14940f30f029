// A stranger's policies: this package is packed, installed with npm in an empty folder outside the workspace, and the guide's policies pass
// the suite there.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const guide = readFileSync(new URL('../../../docs/writing-a-policy.md', import.meta.url), 'utf8')
let folder: string

function run(command: string, args: readonly string[], cwd: string): string {
  // Settings of the package manager that started the tests must not reach the stranger's npm.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|node_)/i.test(name)))
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', shell: process.platform === 'win32' })
  expect(result.status, `${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0)
  return result.stdout
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-policy-'))
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], packageFolder))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed.filename)], folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the guide's policies pass the suite", () => {
  const files = [...guide.matchAll(/^```js file=(\S+)\n(.*?)^```$/gms)].map(([, name, code]) => {
    writeFileSync(join(folder, name!), code!)
    return name!
  })
  expect(files).toHaveLength(3)
  const longest = files.map(name => readFileSync(join(folder, name), 'utf8').split('\n').length)
  expect(Math.max(...longest), 'lines of the longest').toBeLessThanOrEqual(40)
  const output = run(process.execPath, ['--test', '--test-reporter=tap', 'policies.test.js'], folder)
  expect(output).toMatch(/^# pass [3-9]\d$/m)
  expect(output).toMatch(/^# fail 0$/m)
})

test('a policy that breaks the contract fails the suite there too', () => {
  const file = join(folder, 'counting-policy.js')
  const code = readFileSync(file, 'utf8')
  const broken = code.replace('this.#inUseBytes += byteLength', '')
  expect(broken).not.toBe(code)
  writeFileSync(file, broken)
  const result = spawnSync(process.execPath, ['--test', 'policies.test.js'], { cwd: folder, encoding: 'utf8', env: {} })
  expect(result.status).toBe(1)
})
