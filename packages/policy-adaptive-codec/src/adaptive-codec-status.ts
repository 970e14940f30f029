// What a person can read off an adaptive policy, to see what it does and why.
import type { CodecName } from '@spillway/policy'

/** What `AdaptiveCodecPolicy.status()` returns. */
export interface AdaptiveCodecStatus {
  /** What most columns get now: `none` or the codec. */
  readonly codec: CodecName
  /**
   * What a byte of body costs the caller's thread, out and back, raw and through the codec; undefined until it was measured, and for
   * the codec also after it failed.
   */
  readonly rawNsPerByte: number | undefined
  readonly codecNsPerByte: number | undefined
  /** Stored bytes per byte of body, of what was compressed lately; undefined as above. */
  readonly ratio: number | undefined
  /** Columns, or trials of many, that went the other way to see what it costs; those that failed too. */
  readonly tries: number
  /** How often it changed its mind. */
  readonly switches: number
}
