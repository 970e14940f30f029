// The same job without paging, in a process of its own, so that its memory can be told from ours.
import { spawn } from 'node:child_process'
import { formatArguments } from './arguments.js'
import type { Configuration } from './configuration.js'

/** `done`: it ran through. `failed`: it died, which is what happens to jobs that outgrow their memory. `skipped`: it surely would. */
export type Baseline =
  | { readonly state: 'done'; readonly peakRssBytes: number; readonly wallSeconds: number; readonly checksum: string }
  | { readonly state: 'failed' | 'skipped'; readonly reason: string }

/** Runs `program` as `configuration` says, but without paging, unless `bytesNeeded` of memory are not to be had. Never throws. */
export async function runBaseline(
  program: string,
  configuration: Configuration,
  bytesNeeded: number,
): Promise<Baseline> {
  const available = process.availableMemory()
  if (bytesNeeded > available) return { state: 'skipped', reason: 'it needs more memory than there is' }
  const changes = { paging: false, baseline: false, json: true, loseRow: false, report: undefined }
  const flags = formatArguments({ ...configuration, ...changes })
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  try {
    const [output, errors, end] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)])
    if (end !== 0) return { state: 'failed', reason: errors.trim().split('\n').at(-1) || String(end) }
    const { peakRssBytes, wallSeconds, checksum } = JSON.parse(output)
    return { state: 'done', peakRssBytes, wallSeconds, checksum }
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    process.off('exit', killed)
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown end'))
  })
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  stream.setEncoding('utf8')
  for await (const piece of stream) all += piece
  return all
}
