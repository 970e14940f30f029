// What a person can read off a shared budget. Words are read one after the other: exact when no thread is claiming or releasing.

/** One worker that has joined, or has left while some of its claims live. */
export interface WorkerStats {
  /** The number that `join` returned. */
  readonly worker: number
  /** False once it has left. */
  readonly joined: boolean
  /** All that it has claimed: `ownInUseBytes + sharedInUseBytes`. */
  readonly inUseBytes: number
  /** The part drawn from its own budget. */
  readonly ownInUseBytes: number
  /** The part drawn from the shared pool, which the next releases pay back first. */
  readonly sharedInUseBytes: number
  /** What it could claim now, from both; at least 0. */
  readonly availableBytes: number
}

/** What `SharedBudget.stats()` returns. */
export interface BudgetStats {
  readonly capacityBytes: number
  readonly inUseBytes: number
  readonly availableBytes: number
  /** The part of `inUseBytes` that is drawn from the shared pool. More than `sharedBytes` after a shrink. */
  readonly sharedInUseBytes: number
  readonly workers: readonly WorkerStats[]
  /** Releases that named no worker of now, because it was reclaimed or never joined. They changed nothing. */
  readonly strayReleases: number
  /** Releases of more than their worker had claimed, or of no count of bytes: a caller's mistake. They gave back what there was. */
  readonly excessReleases: number
}
