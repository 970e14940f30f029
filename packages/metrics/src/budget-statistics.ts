// The statistics of a shared budget, as far as they are read here. `BudgetStats` of @spillway/policy is one of these; it is not imported, so
// that the declarations of this package need no other one.

/** What `stats()` of an observed budget returns: `BudgetStats`, or as much of it as this has. */
export interface BudgetStatistics {
  readonly capacityBytes: number
  readonly availableBytes: number
  readonly workers: readonly {
    readonly worker: number
    readonly joined: boolean
    readonly ownInUseBytes: number
    readonly sharedInUseBytes: number
  }[]
  readonly strayReleases: number
  readonly excessReleases: number
}
