// What a run of either job found. `report.ts` prints it.

export interface JobResult {
  /** Rows, or words of the synthetic chunks. */
  readonly rowsIn: number
  readonly rowsOut: number
  /** Order-independent, of the input and of the result, as hexadecimal digits. They differ when something was lost. */
  readonly checksumIn: string
  readonly checksum: string
  readonly sorted: boolean
  /** Of the columns that were read, or of all chains. */
  readonly bytesIn: number
  readonly bytesPagedOut: number
  readonly bytesStored: number
  /** Wall seconds by name; they add up to `wallSeconds`. */
  readonly phases: Readonly<Record<string, number>>
  /** From the first read to the last row checked: without starting threads. */
  readonly wallSeconds: number
  /** When the first read began, as `performance.now()` of the main thread counts. */
  readonly startMs: number
  /** Resident when all threads had started and nothing had been read. */
  readonly rssBeforeReadingBytes: number
  /** Synthetic: the sum over all cache lines of all chains. */
  readonly sink?: bigint | undefined
}

/** Whether everything came back, and in order. */
export function isComplete(result: JobResult): boolean {
  return result.sorted && result.checksum === result.checksumIn
}
