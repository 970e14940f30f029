// Makes one run: a child process in a fresh cgroup, with a scratch folder of its own. Whatever happens, both are gone afterwards.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { ChildTask } from '../contenders/child-task.js'
import type { CgroupMaker } from './memory-cgroup.js'
import type { PressureRun } from './plan.js'
import type { RunResult } from './run-result.js'

const program = fileURLToPath(new URL('./pressure-child.js', import.meta.url))

/** @throws Error the child failed, or `signal` was aborted */
export async function runChild(
  run: PressureRun,
  cgroups: CgroupMaker,
  scratch: string,
  signal: AbortSignal,
): Promise<RunResult> {
  signal.throwIfAborted()
  const directory = mkdtempSync(join(scratch, 'run-'))
  const cgroup = cgroups.make(`spillway-bench-${process.pid}`, run.capBytes)
  try {
    const task: ChildTask = { run, scratch: directory }
    const [command, ...args] = cgroup.enter([process.execPath, program, JSON.stringify(task)])
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const kill = () => child.kill('SIGKILL')
    signal.addEventListener('abort', kill)
    try {
      return await resultOf(child)
    } finally {
      signal.removeEventListener('abort', kill)
    }
  } finally {
    cgroup.remove()
    rmSync(directory, { recursive: true, force: true })
    // What this run left for the file system to do must not fall on the next one.
    spawnSync('sync', ['--file-system', scratch])
  }
}

async function resultOf(child: ChildProcess): Promise<RunResult> {
  const [output, complaints, [code, killedBy]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  if (code !== 0) {
    const lastWords = complaints.trim().split('\n').slice(-12).join('\n')
    throw new Error(`the run ended with ${killedBy ?? `exit code ${code}`}${lastWords && `\n${lastWords}`}`)
  }
  return JSON.parse(output) as RunResult
}
