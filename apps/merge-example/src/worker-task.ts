// What the main thread asks of a worker, and what it hears back. Everything here can be posted.
import type { MessagePort } from 'node:worker_threads'
import type { PagingTotals } from './metered-policy.js'
import type { ResultSummary } from './result-check.js'
import type { ChecksumParts } from './update-checksum.js'
import type { PagingShare } from './worker-paging.js'

/** Reads the flights and deals them out to the merging workers, one port each. */
export interface ReadTask {
  readonly role: 'read'
  readonly counters: SharedArrayBuffer
  readonly ports: readonly MessagePort[]
  readonly scale: number
  readonly maxRows: number
}

/** Makes runs of what comes through the port, then merges them. */
export interface MergeTask {
  readonly role: 'merge'
  readonly counters: SharedArrayBuffer
  readonly port: MessagePort
  readonly paging: PagingShare
  readonly loseRow: boolean
}

/** Builds and merges two chains of `chunks` synthetic chunks. */
export interface SyntheticTask {
  readonly role: 'synthetic'
  readonly counters: SharedArrayBuffer
  readonly paging: PagingShare
  readonly chunks: number
  readonly loseRow: boolean
}

export type WorkerTask = ReadTask | MergeTask | SyntheticTask

/** Through a port, from the reader to a merging worker: the body of a column, or that no more will come. */
export type BatchMessage = { readonly body: ArrayBuffer; readonly byteLength: number } | 'end'

/** From a worker to the main thread. It waits for a 'go' after 'ready', and a merging worker after 'runsMade' again. */
export type WorkerReport =
  | { readonly type: 'ready'; readonly rowsExpected: number }
  | { readonly type: 'read'; readonly sent: SentFlights }
  | { readonly type: 'runsMade' }
  | { readonly type: 'merged'; readonly result: ResultSummary; readonly totals: PagingTotals }
  | { readonly type: 'synthesized'; readonly result: SyntheticSummary; readonly totals: PagingTotals }

/** What the reader read. */
export interface SentFlights {
  readonly rows: number
  /** Of the columns' bodies. */
  readonly bytes: number
  readonly checksum: ChecksumParts
}

/** What one worker did to its two chains. */
export interface SyntheticSummary {
  readonly sum: bigint
  readonly chunksBuilt: number
  readonly chunksMerged: number
  /** Seconds by phase. */
  readonly phases: { readonly buildA: number; readonly buildB: number; readonly merge: number }
}

export type ReportOf<Type extends WorkerReport['type']> = Extract<WorkerReport, { type: Type }>
