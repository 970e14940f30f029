// What the service says instead of a result, with the status that it says it with.
import { PagerError } from '@spillway/pager-native'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/** The refusal that tells a client of `error`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof PagerError && error.code === 'PAGER_NO_SPACE') {
    return new Refusal(507, 'the scratch space is full: try again later, or with less')
  }
  if (error instanceof PagerError && error.code === 'PAGER_SCRATCH') {
    return new Refusal(500, 'the scratch directory cannot be used any more')
  }
  return new Refusal(500, 'the service failed')
}
