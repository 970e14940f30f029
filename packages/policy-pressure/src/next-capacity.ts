// How large the budget should be next, from one reading. A pure function: it reads no file and no clock.
//
//            0        desired - band     desired     desired + band
//            |---- may grow ----|------- stays -------|---- shrinks at once, to desired ----
//
// `desired` is what columns may hold so that the fullest gauge comes to its target. The band keeps noise from moving anything.
import type { MemoryReading } from './memory-gauge.js'

/** Bounds and pace, as `nextCapacity` is told of them. */
export interface ControlSettings {
  readonly minBytes: number
  readonly maxBytes: number
  /** The part of a limit that may be used. */
  readonly targetShare: number
  /** Half of the width of the band in which nothing changes, as a part of the limit. */
  readonly bandShare: number
  /** How much of the limit the budget may grow by in a second. */
  readonly growthSharePerSecond: number
  /** How long it must not have shrunk before it grows. */
  readonly calmMs: number
  /** The part of the time standing still from which on the budget shrinks, whatever the gauges say. */
  readonly stallShare: number
}

/** One reading, as `nextCapacity` is told of it. */
export interface ControlInput {
  readonly capacityBytes: number
  readonly inUseBytes: number
  /** At least one. */
  readonly readings: readonly MemoryReading[]
  /** The part of the time since the last reading that tasks stood still; 0 where nobody counts it. */
  readonly stalledShare: number
  readonly sinceReadingMs: number
  readonly sinceShrinkMs: number
}

// To a quarter in a second at the default interval, and only by an eighth for one hiccup.
const STALL_SHRINK = 7 / 8

/** The capacity that the budget should have now, in bytes: between `minBytes` and `maxBytes`. */
export function nextCapacity(input: ControlInput, settings: ControlSettings): number {
  const { capacityBytes, inUseBytes, readings } = input
  const bound = (bytes: number) => Math.max(settings.minBytes, Math.min(settings.maxBytes, Math.floor(bytes)))
  const rooms = readings.map(({ limitBytes, usedBytes }) => settings.targetShare * limitBytes - usedBytes)
  const limitBytes = Math.min(...readings.map(reading => reading.limitBytes))
  // What columns hold is in the gauges already, so it is theirs again.
  const desiredBytes = inUseBytes + Math.min(...rooms)
  const bandBytes = settings.bandShare * limitBytes

  if (input.stalledShare >= settings.stallShare) {
    return bound(Math.min(capacityBytes, desiredBytes) * STALL_SHRINK)
  }
  if (capacityBytes > desiredBytes + bandBytes) return bound(desiredBytes)
  if (capacityBytes < desiredBytes - bandBytes && input.sinceShrinkMs >= settings.calmMs) {
    const stepBytes = settings.growthSharePerSecond * limitBytes * (input.sinceReadingMs / 1000)
    return bound(Math.min(capacityBytes + stepBytes, desiredBytes))
  }
  return bound(capacityBytes)
}
