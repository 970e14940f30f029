// Runs the built program, as a user would.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the program; `seen` is called with everything that it has written to standard error so far. */
export function start(
  argv: readonly string[],
  seen: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
    seen(stderr, signal => child.kill(signal))
  })
  return new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, stdout, stderr }))
  })
}

// biome-ignore lint/suspicious/noExplicitAny: tests look at single fields of the object
export async function runJson(...argv: string[]): Promise<any> {
  const { code, stdout, stderr } = await start([...argv, '--json'])
  if (stdout === '') throw new Error(`the program printed no JSON, but: ${stderr}`)
  return { ...JSON.parse(stdout), code }
}
