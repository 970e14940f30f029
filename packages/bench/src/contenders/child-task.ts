// What the parent tells a child process on its command line.
import type { PressureRun } from '../pressure/plan.js'

export interface ChildTask {
  readonly run: PressureRun
  /** An empty directory of this run's own; the parent removes it. */
  readonly scratch: string
}
