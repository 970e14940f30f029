// What `pnpm turbo bench` runs beside what: a bench that shares the machine with a compiler or another bench measures that too. And where
// the reports go that its flags ask for.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

interface Task {
  readonly taskId: string
  readonly command: string
  readonly dependencies: readonly string[]
}

test('each bench waits for all builds and for the bench before it', () => {
  const turbo = join(repository, 'node_modules/.bin/turbo')
  const { stdout, stderr } = spawnSync(turbo, ['bench', '--dry=json', '--', '--quick'], {
    cwd: repository,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const { tasks } = JSON.parse(stdout || `"${stderr}"`) as { readonly tasks: readonly Task[] }
  const dependencies = new Map(tasks.map(task => [task.taskId, task.dependencies]))
  const waitsFor = (id: string): readonly string[] =>
    (dependencies.get(id) ?? []).flatMap(other => [other, ...waitsFor(other)])
  const ids = (kind: string) =>
    tasks.filter(({ taskId, command }) => taskId.includes(`#${kind}`) && command !== '<NONEXISTENT>').map(t => t.taskId)
  const builds = ids('build')
  const benches = ids('bench').sort((a, b) => new Set(waitsFor(a)).size - new Set(waitsFor(b)).size)
  expect(benches).toEqual(['column', 'arrow', 'bench'].map(name => `@spillway/${name}#bench`))
  expect(builds.length).toBeGreaterThan(5)
  for (const [i, bench] of benches.entries()) {
    expect(waitsFor(bench), bench).toEqual(expect.arrayContaining([...builds, ...benches.slice(0, i)]))
  }
})

test.each(['column', 'arrow'])('%s writes its results under a name of its own, where the user stood', name => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-bench-test-'))
  const bench = (...flags: readonly string[]) =>
    spawnSync(process.execPath, ['--expose-gc', 'bench/main.mjs', ...flags], {
      cwd: join(repository, 'packages', name),
      encoding: 'utf8',
      env: { ...process.env, TURBO_INVOCATION_DIR: folder },
    })
  try {
    expect(bench('--only', 'no case', '--json', 'deep/cases.json').status).toBe(0)
    expect(readdirSync(join(folder, 'deep'))).toEqual([`cases.${name}.json`])
    expect(bench('--json=')).toMatchObject({ status: 2, stdout: '', stderr: '--json must name a file\n' })
    expect(bench('--json', `deep/cases.${name}.json/under`)).toMatchObject({ status: 1, stdout: '' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
