// Aborted by the signals that would otherwise end the process with what it made in the system left behind: cgroups, swap, scratch.
import { ExpectedError } from './expected-error.js'

export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new ExpectedError(`stopped by ${signal}`)))
  }
  return controller.signal
}
