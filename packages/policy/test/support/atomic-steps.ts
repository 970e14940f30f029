// Runs one thing in the middle of another: between any two atomic steps of it, as another thread would come in between.

type Verb = 'load' | 'store' | 'compareExchange' | 'add'

const VERBS: readonly Verb[] = ['load', 'store', 'compareExchange', 'add']

/**
 * Runs `body`, and `interrupt` just before its atomic step number `step` (from 0). Steps of `interrupt` are not counted. Returns
 * false when `body` has no such step, so that `interrupt` did not run.
 */
export function interruptedAt(step: number, body: () => void, interrupt: () => void): boolean {
  return interruptedAtSteps(new Map([[step, interrupt]]), body) === 1
}

/** The same with an interrupt for each of several steps; returns how many of them ran. */
export function interruptedAtSteps(interrupts: ReadonlyMap<number, () => void>, body: () => void): number {
  const atomics = Atomics as unknown as Record<Verb, (...args: unknown[]) => unknown>
  const originals = VERBS.map(verb => [verb, atomics[verb]] as const)
  let counted = 0
  let ran = 0
  let isInterrupted = false
  for (const [verb, original] of originals) {
    atomics[verb] = (...args) => {
      const interrupt = isInterrupted ? undefined : interrupts.get(counted++)
      if (interrupt !== undefined) {
        isInterrupted = true
        ran++
        interrupt()
        isInterrupted = false
      }
      return original.apply(Atomics, args)
    }
  }
  try {
    body()
  } finally {
    for (const [verb, original] of originals) atomics[verb] = original
  }
  return ran
}
