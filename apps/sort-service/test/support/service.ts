// The built service as a child process, and what a test wants of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Family, parseExposition, sampleValue } from '../../../../packages/metrics/test/support/exposition.js'

export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** Starts a command with its output piped; a test that needs another place for it brings its own. */
export type Start = (command: readonly string[]) => ChildProcess

const startHere: Start = ([file, ...args]) => spawn(file!, args, { stdio: ['ignore', 'pipe', 'pipe'] })

export class Service implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess
  readonly #ended: Promise<{ readonly code: number | null; readonly signal: string | null }>

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
    this.#ended = endOf(child)
  }

  /** A service on a free port that is listening. */
  static async start(flags: readonly string[] = [], start: Start = startHere): Promise<Service> {
    const child = start([process.execPath, '--max-semi-space-size=2', program, '--port', '0', ...flags])
    child.stderr?.resume()
    child.stdout!.setEncoding('utf8')
    const [line] = await Promise.race([once(child.stdout!, 'data'), endOf(child).then(() => [''])])
    const url = /^listening on (\S+)\n/.exec(String(line))?.[1]
    if (url === undefined) throw new Error(`the service did not start: ${line}`)
    return new Service(child, url)
  }

  sort(body: NonNullable<RequestInit['body']>, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}/sort`, { method: 'POST', body, duplex: 'half', ...init } as RequestInit)
  }

  async scrape(): Promise<Map<string, Family>> {
    const response = await fetch(`${this.url}/metrics`)
    return parseExposition(await response.text())
  }

  /** Resolves when a scrape shows `value`: what a service does after its client has gone shows nowhere else. */
  async shows(name: string, labels: Record<string, string>, value: number): Promise<void> {
    for (const giveUp = Date.now() + 60_000; ; ) {
      const found = sampleValue(await this.scrape(), name, labels)
      if (found === value) return
      if (Date.now() > giveUp) throw new Error(`${name} is ${found}, and not ${value}`)
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  get ended() {
    return this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}

async function endOf(child: ChildProcess) {
  const [code, signal] = child.exitCode === null && child.signalCode === null ? await once(child, 'exit') : []
  return { code: code ?? child.exitCode, signal: signal ?? child.signalCode } as const
}
