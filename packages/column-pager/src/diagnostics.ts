// The channels of `node:diagnostics_channel` on which every column pager of a thread tells what it did, after it was done. Names and
// shapes are stable; fields may be added. A channel that nobody listens to costs one look.
import { channel } from 'node:diagnostics_channel'
import type { BackendName, CodecName } from '@spillway/policy'

/** Where a column was or went: kept, or with the pager. */
export interface ColumnPlace {
  /** Of the body, in bytes. */
  readonly byteLength: number
  readonly storedByteLength: number
  readonly state: 'resident' | 'paged' | 'compressed'
  /** Undefined when it is resident. */
  readonly backend: BackendName | undefined
  readonly codec: CodecName | undefined
}

/** `spillway:column-pager:page`: where `page` put a column. */
export type PageMessage = ColumnPlace

/** `spillway:column-pager:take`: where `take` found one. */
export type TakeMessage = ColumnPlace

/** `spillway:column-pager:evict`: where a column is that was resident. */
export type EvictMessage = ColumnPlace

/** Why bytes are not held any more. `unused`: a policy kept a column, and then it could not be kept. */
export type ReleaseReason = 'taken' | 'closed' | 'evicted' | 'collected' | 'unused'

/** `spillway:column-pager:release`: the budget of a resident column came back, or a column that was with the pager was closed. */
export interface ReleaseMessage {
  readonly byteLength: number
  readonly state: 'resident' | 'paged' | 'compressed'
  readonly reason: ReleaseReason
}

/** What was being done when it went wrong. */
export type FailedVerb = 'page' | 'take' | 'read' | 'evict'

/** `spillway:column-pager:failure`: what went wrong; the column or the paged column is as it was. */
export interface FailureMessage {
  readonly verb: FailedVerb
  readonly byteLength: number
  /** Undefined while nothing was decided, and for a column that was to be kept. */
  readonly backend: BackendName | undefined
  readonly codec: CodecName | undefined
  readonly error: unknown
}

export const channels = {
  page: channel('spillway:column-pager:page'),
  take: channel('spillway:column-pager:take'),
  evict: channel('spillway:column-pager:evict'),
  release: channel('spillway:column-pager:release'),
  failure: channel('spillway:column-pager:failure'),
} as const
