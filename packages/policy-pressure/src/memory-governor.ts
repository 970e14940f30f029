// Moves a shared budget with the memory that there really is, on whichever thread asks next.
//
// It keeps no thread and, unless told, no timer: operator loops block their event loop, so every decision asks, and at most one in an interval,
// of all threads, takes a reading. It shrinks at once and grows slowly. Where there is nothing to follow the budget stays as
// it was, and `status()` says so. It frees no memory: what is kept beyond a smaller budget leaves as it is released or evicted.
import { type BudgetToken, SharedBudget } from '@spillway/policy'
import { cgroupGauges } from './cgroup-gauges.js'
import type { GovernorStatus } from './governor-status.js'
import { machineGauge } from './machine-gauge.js'
import type { MemoryGauge } from './memory-gauge.js'
import { type ControlSettings, nextCapacity } from './next-capacity.js'
import { findStallMeter, type StallMeter } from './stall-meter.js'

/** Bounds and pace of the budget; every one has a default. */
export interface MemoryGovernorOptions {
  /** The budget never gets smaller; a whole number. 0 when absent. */
  readonly minBytes?: number
  /** The budget never gets larger; a whole number, below 16 TiB. Its capacity of now when absent. */
  readonly maxBytes?: number
  /** The part of each limit that may be used. 0.8 when absent. */
  readonly targetShare?: number
  /** The budget stays while it is this close to what it should be, as a part of the limit. 0.05 when absent. */
  readonly bandShare?: number
  /** How much of the limit it may grow by in a second. 0.1 when absent. */
  readonly growthSharePerSecond?: number
  /** How long it must not have shrunk before it grows, in milliseconds. 1000 when absent. */
  readonly calmMs?: number
  /** The part of the time that tasks stand still for memory from which on it shrinks. 0.1 when absent. */
  readonly stallShare?: number
  /** Readings are at least this far apart, in milliseconds. 100 when absent. */
  readonly intervalMs?: number
  /** Where `/proc` and `/sys` are found. `/` when absent. */
  readonly root?: string
}

/** What `share` returns and `MemoryGovernor.from` takes: can be posted to the worker threads of this process. */
export interface GovernorToken {
  readonly spillwayGovernor: SharedArrayBuffer
  readonly budget: BudgetToken
  readonly settings: GovernorSettings
}

/** All settings with their defaults filled in, as they travel to other threads. */
export interface GovernorSettings extends ControlSettings {
  readonly intervalMs: number
  readonly root: string
  /** What the budget had for each worker when it was whole. */
  readonly workerBytes: number
}

// Indices into a BigInt64Array: when the last reading and the last shrink were, and how long tasks had stalled by then, all in
// microseconds. Whole milliseconds would count up to one of them twice in every reading.
const [READ_AT, SHRUNK_AT, STALLED_US] = [0, 1, 2]
// Indices into an Int32Array of counts, behind the times.
const [READINGS, SHRINKS, GROWTHS] = [0, 1, 2]
const TIMES = 3
/** In STALLED_US, after a reading that could not tell. */
const UNKNOWN = -1n
const COUNTS = 3
const BUFFER_BYTES = 8 * TIMES + 4 * COUNTS
/** What a `SharedBudget` can be. */
const LARGEST_BUDGET_BYTES = 2 ** 44 - 1

/** Moves a `SharedBudget` within bounds, so that the memory that the process may use is neither exceeded nor left lying. */
export class MemoryGovernor {
  readonly budget: SharedBudget
  readonly #times: BigInt64Array
  readonly #counts: Int32Array
  readonly #settings: GovernorSettings
  readonly #gauges: readonly MemoryGauge[]
  readonly #stallMeter: StallMeter | undefined
  readonly #clockOffsetMs: number
  /** Before this time there is no need to ask when the last reading was. */
  #notBeforeMs = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(budget: SharedBudget, buffer: SharedArrayBuffer, settings: GovernorSettings) {
    this.budget = budget
    this.#times = new BigInt64Array(buffer, 0, TIMES)
    this.#counts = new Int32Array(buffer, 8 * TIMES, COUNTS)
    this.#settings = settings
    // hrtime is one clock for all threads, performance.now() is the fast one.
    const [seconds, nanoseconds] = process.hrtime()
    this.#clockOffsetMs = seconds * 1000 + nanoseconds / 1e6 - performance.now()
    this.#gauges = [...cgroupGauges(settings.root), machineGauge(settings.root)]
    this.#stallMeter = findStallMeter(settings.root)
  }

  /**
   * Takes the first reading, and moves `budget` by it. From then on nobody else should `reconfigure` its sizes.
   *
   * @throws RangeError an option is out of its range
   */
  static create(budget: SharedBudget, options: MemoryGovernorOptions = {}): MemoryGovernor {
    const { minBytes = 0, maxBytes = budget.capacityBytes, intervalMs = 100, root = '/' } = options
    const { targetShare = 0.8, bandShare = 0.05, growthSharePerSecond = 0.1, calmMs = 1000, stallShare = 0.1 } = options
    checkBytes('maxBytes', maxBytes, LARGEST_BUDGET_BYTES)
    checkBytes('minBytes', minBytes, maxBytes)
    checkRange('targetShare', targetShare, 0, 1)
    checkRange('bandShare', bandShare, 0, 1)
    checkRange('stallShare', stallShare, 0, 1)
    for (const [name, value] of Object.entries({ growthSharePerSecond, calmMs, intervalMs })) {
      checkRange(name, value, 0, Number.MAX_SAFE_INTEGER)
    }
    const control = { minBytes, maxBytes, targetShare, bandShare, growthSharePerSecond, calmMs, stallShare }
    const settings = { ...control, intervalMs, root, workerBytes: budget.workerBytes }
    const governor = new MemoryGovernor(budget, new SharedArrayBuffer(BUFFER_BYTES), settings)
    const now = governor.#nowMs()
    governor.#store(READ_AT, now)
    // Nothing has shrunk yet, so it is calm.
    governor.#store(SHRUNK_AT, now - calmMs)
    Atomics.store(governor.#times, STALLED_US, UNKNOWN)
    governor.#take(now, 0)
    return governor
  }

  /** The governor that `share` gave a token of, on another thread. */
  static from(token: GovernorToken): MemoryGovernor {
    const buffer = token?.spillwayGovernor
    const isShared = Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]'
    if (!isShared || buffer.byteLength !== BUFFER_BYTES)
      throw new TypeError('not a governor token: pass what share() returned')
    return new MemoryGovernor(SharedBudget.from(token.budget), buffer, token.settings)
  }

  /** A token to post to another thread, for `MemoryGovernor.from`. */
  share(): GovernorToken {
    const spillwayGovernor = this.#times.buffer as SharedArrayBuffer
    return { spillwayGovernor, budget: this.budget.share(), settings: this.#settings }
  }

  /** Takes a reading and moves the budget, if the last one of any thread is an interval ago. Cheap otherwise; never throws. */
  poll(): void {
    const now = this.#nowMs()
    if (now < this.#notBeforeMs) return
    const { intervalMs } = this.#settings
    const last = Atomics.load(this.#times, READ_AT)
    const elapsedMs = now - Number(last) / 1000
    this.#notBeforeMs = Math.max(now, now - elapsedMs + intervalMs)
    if (elapsedMs < intervalMs) return
    // Whoever moves the time takes the reading. Nothing is locked: a thread that dies here costs one reading.
    if (Atomics.compareExchange(this.#times, READ_AT, last, toTime(now)) === last) this.#take(now, elapsedMs)
  }

  /** Polls from a timer too, for a thread that decides nothing and whose event loop runs. Does not keep the process alive. */
  start(): void {
    this.#timer ??= setInterval(() => this.poll(), Math.max(1, this.#settings.intervalMs)).unref()
  }

  /** Ends `start`. The budget stays as it is. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  /** What it follows now, and what it did. Takes a reading of its own, which moves nothing. */
  status(): GovernorStatus {
    const gauges = this.#gauges.flatMap(gauge => {
      const reading = gauge.read()
      return reading === undefined ? [] : [{ name: gauge.name, ...reading }]
    })
    const isFixed = gauges.length === 0
    return {
      state: isFixed ? 'fixed' : 'following',
      reason: isFixed ? 'neither a cgroup nor /proc/meminfo tells how much memory there is' : undefined,
      capacityBytes: this.budget.capacityBytes,
      minBytes: this.#settings.minBytes,
      maxBytes: this.#settings.maxBytes,
      gauges,
      stallSource: this.#stallMeter?.name,
      readings: Atomics.load(this.#counts, READINGS),
      shrinks: Atomics.load(this.#counts, SHRINKS),
      growths: Atomics.load(this.#counts, GROWTHS),
    }
  }

  #take(now: number, elapsedMs: number): void {
    const readings = this.#gauges.map(gauge => gauge.read()).filter(reading => reading !== undefined)
    // Also when nothing else can be read: the next ones count from here.
    const newlyStalledUs = this.#newlyStalledUs()
    if (readings.length === 0) return
    Atomics.add(this.#counts, READINGS, 1)
    const { capacityBytes, inUseBytes } = this.budget
    const next = nextCapacity(
      {
        capacityBytes,
        inUseBytes,
        readings,
        stalledShare: elapsedMs > 0 ? newlyStalledUs / 1000 / elapsedMs : 0,
        sinceReadingMs: elapsedMs,
        sinceShrinkMs: now - Number(Atomics.load(this.#times, SHRUNK_AT)) / 1000,
      },
      this.#settings,
    )
    if (next === capacityBytes) return
    this.#resize(next)
    if (next < capacityBytes) this.#store(SHRUNK_AT, now)
    Atomics.add(this.#counts, next < capacityBytes ? SHRINKS : GROWTHS, 1)
  }

  /** How long tasks stalled since the last reading; 0 if one of the two could not tell, because the gap has no known length. */
  #newlyStalledUs(): number {
    const stalledUs = this.#stallMeter?.readUs()
    const before = Atomics.exchange(this.#times, STALLED_US, stalledUs === undefined ? UNKNOWN : BigInt(stalledUs))
    return stalledUs === undefined || before === UNKNOWN ? 0 : stalledUs - Number(before)
  }

  /** The pool gives and takes first; only when it is gone do workers lose what they have for themselves. */
  #resize(capacityBytes: number): void {
    const { workers } = this.budget
    const workerBytes = Math.min(this.#settings.workerBytes, Math.floor(capacityBytes / workers))
    this.budget.reconfigure({ workerBytes, sharedBytes: capacityBytes - workers * workerBytes })
  }

  #nowMs(): number {
    return performance.now() + this.#clockOffsetMs
  }

  #store(index: number, milliseconds: number): void {
    Atomics.store(this.#times, index, toTime(milliseconds))
  }
}

function toTime(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds * 1000))
}

// A budget takes no other bounds, and would say so to whoever decides then.
function checkBytes(name: string, value: number, most: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a whole number of bytes, not ${value}`)
  checkRange(name, value, 0, most)
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) throw new RangeError(`${name} must be from ${least} to ${most}, not ${value}`)
}
