// What was asked for and is not in the figures: runs that failed, and runs that the machine does not allow.
import { type Html, html, missing } from '@spillway/report'
import type { PressureRuns } from '../pressure/pressure-bench.js'

export function notMadeLines({ failures, notMade }: Pick<PressureRuns, 'failures' | 'notMade'>): Html {
  const failed = failures.map(({ name, round, message }) => missing(`${name} failed in round ${round}: ${message}`))
  const refused = notMade.map(({ name, reason }) => missing(`${name} was not made: ${reason}`))
  return html`${failed}${refused}`
}
