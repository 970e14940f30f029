// Every rule is broken once in a small workspace of its own, and must be named.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkFiles } from './architecture/file-rules.mjs'
import { checkPackages } from './architecture/package-rules.mjs'
import { readWorkspace } from './architecture/workspace.mjs'

const program = join(dirname(fileURLToPath(import.meta.url)), 'check-architecture.mjs')

const manifest = (folder, extra = {}) =>
  JSON.stringify({ name: `@spillway/${folder}`, type: 'module', engines: { node: '>=20.19' }, ...extra })

const sound = {
  'packages/column/package.json': manifest('column'),
  'packages/column/src/index.ts': "export { a } from './a.js'\n",
  'packages/column/src/a.ts': 'export const a = 1\n',
  'packages/pager-native/package.json': manifest('pager-native'),
  'packages/pager-native/native/src/engine.cc':
    '#include "engine.h"\nstatic const int kLimit = 4;\nclass Slot;\nvoid Engine::Close() {\n  int n = 0;\n}\n',
  'packages/pager-native/native/src/binding.cc': '#include <napi.h>\n',
  'packages/column-pager/package.json': manifest('column-pager', { devDependencies: { '@spillway/column': '*' } }),
  'packages/column-pager/src/lz4.ts': "import { compressSync } from 'lz4-napi'\nexport const lz4 = compressSync\n",
}

function inWorkspace(files, use) {
  const root = mkdtempSync(join(tmpdir(), 'spillway-architecture-'))
  try {
    execFileSync('git', ['init', '-q'], { cwd: root })
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return use(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

function problemsOf(files) {
  return inWorkspace(files, root => {
    const workspace = readWorkspace(root)
    return [...checkPackages(workspace), ...checkFiles(workspace)]
  })
}

test('a sound workspace passes', () => {
  assert.deepEqual(problemsOf({}), [])
})

test('the program names the broken rule and fails', () => {
  const run = root => spawnSync(process.execPath, [program, root], { encoding: 'utf8' })
  const { status, stderr } = inWorkspace({ 'packages/column/native/a.cc': 'int f();\n' }, run)
  assert.match(stderr, /packages\/column\/native\/a\.cc: C\+\+ lives only in/)
  assert.equal(status, 1)
})

const violations = {
  'a leaf that depends on a package': [
    { 'packages/column/package.json': manifest('column', { devDependencies: { '@spillway/policy': '*' } }) },
    /packages\/column: must not depend on @spillway\/policy/,
  ],
  'a leaf that imports a package': [
    { 'packages/column/src/a.ts': "export type { P } from '@spillway/policy'\n" },
    /a\.ts: a leaf imports @spillway\/policy/,
  ],
  'an import that leaves its package': [
    { 'packages/column/src/a.ts': "export { b } from '../../policy/src/b.js'\n" },
    /leaves its package/,
  ],
  'a package that nobody drew': [
    { 'packages/extra/package.json': manifest('extra') },
    /packages\/extra: not in the picture/,
  ],
  'a dependency on a top': [
    { 'packages/column-pager/package.json': manifest('column-pager', { dependencies: { '@spillway/bench': '*' } }) },
    /must not depend on @spillway\/bench/,
  ],
  'a peer that every release would leave': [
    {
      'packages/column-pager/package.json': manifest('column-pager', {
        peerDependencies: { '@spillway/column': 'workspace:^' },
      }),
    },
    /asks for its peer @spillway\/column as workspace:\^/,
  ],
  'an install script': [
    { 'packages/column/package.json': manifest('column', { scripts: { postinstall: 'true' } }) },
    /postinstall script/,
  ],
  'C++ in another package': [{ 'packages/column/native/a.cc': 'int f();\n' }, /C\+\+ lives only in/],
  'napi.h in a second file': [
    { 'packages/pager-native/native/src/engine.cc': '#include "napi.h"\n' },
    /napi\.h is included in 2 files/,
  ],
  'lz4 in another package': [
    { 'packages/column/src/a.ts': "export { compressSync } from 'lz4-napi'\n" },
    /only column-pager imports lz4-napi/,
  ],
  'an index with code': [
    { 'packages/column/src/index.ts': "export { a } from './a.js'\nexport const b = 2\n" },
    /index\.ts may only re-export/,
  ],
  'a long file': [{ 'packages/column/src/a.ts': '// x\n'.repeat(401) }, /401 lines/],
  'a module-level let': [
    { 'packages/column/src/a.ts': 'let count = 0\nexport const next = () => ++count\n' },
    /not const/,
  ],
  'a module-level map': [
    { 'packages/column/src/a.ts': 'export const seen = new Map<string, number>()\n' },
    /seen can change/,
  ],
  'a mutable static field': [{ 'packages/column/src/a.ts': 'export class A { static count = 0 }\n' }, /not readonly/],
  'a C++ static variable': [
    { 'packages/pager-native/native/src/engine.cc': 'static int live_engines = 0;\n' },
    /process-global state: static int live_engines/,
  ],
  'a C++ global': [
    { 'packages/pager-native/native/src/engine.cc': 'namespace spillway {\nstd::atomic<int> live_engines{0};\n}\n' },
    /process-global state: std::atomic<int> live_engines/,
  ],
  'a name in camel case': [{ 'packages/column/src/someThing.ts': 'export const a = 1\n' }, /kebab-case/],
}

for (const [name, [files, message]] of Object.entries(violations)) {
  test(name, () => {
    assert.match(problemsOf(files).join('\n'), message)
  })
}
