// Runs one thing in the middle of another: between any two atomic steps of it, as another thread would come in between.

type Verb = 'load' | 'store' | 'compareExchange' | 'add'

const VERBS: readonly Verb[] = ['load', 'store', 'compareExchange', 'add']

/**
 * Runs `body`, and `interrupt` just before its atomic step number `step` (from 0). Steps of `interrupt` are not counted. Returns
 * false when `body` has no such step, so that `interrupt` did not run.
 */
export function interruptedAt(step: number, body: () => void, interrupt: () => void): boolean {
  const atomics = Atomics as unknown as Record<Verb, (...args: unknown[]) => unknown>
  const originals = VERBS.map(verb => [verb, atomics[verb]] as const)
  let counted = 0
  let wasInterrupted = false
  for (const [verb, original] of originals) {
    atomics[verb] = (...args) => {
      if (!wasInterrupted && counted++ === step) {
        wasInterrupted = true
        interrupt()
      }
      return original.apply(Atomics, args)
    }
  }
  try {
    body()
  } finally {
    for (const [verb, original] of originals) atomics[verb] = original
  }
  return wasInterrupted
}
