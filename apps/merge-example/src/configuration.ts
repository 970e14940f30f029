// What one run was asked to do. `arguments.ts` makes it from a command line; it is posted to workers and printed as it is.

export type InputName = 'flights' | 'synthetic'

export interface Configuration {
  readonly input: InputName
  readonly backend: 'swap' | 'file'
  readonly codec: 'none' | 'lz4'
  /** Merging threads; the flights are read by one more. */
  readonly threads: number
  readonly workerBudgetMib: number
  readonly sharedBudgetMib: number
  /** Size of each of a thread's two synthetic chains. */
  readonly chainMib: number
  /** How often the flights are repeated, each time half a year later. */
  readonly scale: number
  /** Flights read, of the three million that there are; all when absent. */
  readonly rows: number | undefined
  /** Where scratch segments live; the pager's default when absent. */
  readonly scratch: string | undefined
  /** False keeps every column resident: the job without Spillway. */
  readonly paging: boolean
  /** Whether a child process runs the same job without paging, for comparison. */
  readonly baseline: boolean
  /** Whether young runs are merged as they come, and older columns paged out in their place. */
  readonly eviction: boolean
  readonly json: boolean
  /** Where a page about the run goes, with its timeline; none when absent. */
  readonly report: string | undefined
  /** Loses one row on purpose, to see the check fail. */
  readonly loseRow: boolean
}

/** Bytes that may stay resident, of all threads together. */
export function totalBudgetBytes(configuration: Configuration): number {
  return (configuration.threads * configuration.workerBudgetMib + configuration.sharedBudgetMib) * 2 ** 20
}
