// Raw or codec for the next column: follows the cheaper way, and now and then tries the other, because data and load change.
//
//    following raw:    one column at a time goes through the codec, and says what compressing costs and what it saves
//    following codec:  a trial of many columns raw in a row; one alone would find the disk idle, and look free
//
// What tries cost beyond the way that is followed stays below a small part of the time that passes: where one way is much worse
// than the other, looking at it now and then may not cost more than a few per cent.
import { CostMeter } from './cost-meter.js'
import { RegimeCost } from './regime-cost.js'

/** The two ways that a column can go. */
export type Way = 'raw' | 'codec'

const MiB = 2 ** 20
/** The part of the time that tries may cost. */
const TRY_SHARE = 0.02
/** How much less the other way must cost. */
const SWITCH_SHARE = 0.93
const MOST_COLUMNS_BETWEEN_SAMPLES = 64
/** A sample that differs so much from the others calls for another one soon. */
const SURPRISE = 1.3
const TRIAL_BYTES = 32 * MiB
const LEAST_BYTES_BETWEEN_TRIALS = 128 * MiB
const MOST_BYTES_BETWEEN_TRIALS = 2048 * MiB
/** What a try counts for at most when nothing says what it should cost: it keeps others off for half a minute, however long it took. */
const MOST_UNKNOWN_NS = 30e9 * TRY_SHARE
/** So much dearer than what is known, and at least so long, a call was interrupted: by a stopped process, for one. */
const INTERRUPTION = 16
const LEAST_INTERRUPTION_NS = 10e6
/** Samples are few: what many of them said counts. */
const SAMPLE_HALF_LIFE_BYTES = 8 * MiB
/** Until it was seen. lz4 decompresses about three times as fast as it compresses. */
const DECOMPRESS_SHARE = 0.3

export class CodecChooser {
  readonly #startedNs: number
  readonly #raw = new RegimeCost()
  readonly #codec = new RegimeCost()
  /** Page-outs through the codec, whichever way is followed, and their stored bytes per byte of body. */
  readonly #compressing = new CostMeter(SAMPLE_HALF_LIFE_BYTES)
  readonly #storing = new CostMeter(SAMPLE_HALF_LIFE_BYTES)
  #following: Way = 'raw'
  #onTrial = false
  #triedNs = 0
  #tries = 0
  #switches = 0
  #columnsUntilSample = 1
  #columnsBetweenSamples = 1
  #bytesUntilTrial = LEAST_BYTES_BETWEEN_TRIALS
  #bytesBetweenTrials = LEAST_BYTES_BETWEEN_TRIALS

  constructor(nowNs: number) {
    this.#startedNs = nowNs
    this.#raw.begin(false)
  }

  /** The way that is followed, whatever is being tried. */
  get following(): Way {
    return this.#following
  }

  /** Samples and trials so far. */
  get tries(): number {
    return this.#tries
  }

  get switches(): number {
    return this.#switches
  }

  /** Stored bytes per byte of body, of what went through the codec lately. */
  get ratio(): number | undefined {
    return this.#storing.nsPerByte
  }

  /** What going raw costs, out and back, in nanoseconds per byte; undefined before it was measured. */
  get rawCost(): number | undefined {
    const { out, back } = this.#raw
    // A disk that keeps page-outs waiting will keep takes waiting too, until it is seen what they wait for.
    return out === undefined ? undefined : out + (back ?? out)
  }

  /** What going through the codec costs, or would cost: compressing hides waiting, so the larger of the two remains. */
  get codecCost(): number | undefined {
    const compressing = this.#compressing.nsPerByte
    const { ratio, rawCost } = this
    if (compressing === undefined || ratio === undefined) return undefined
    const { out, back } = this.#codec
    if (this.#following === 'codec' && out !== undefined) return out + (back ?? DECOMPRESS_SHARE * out)
    return Math.max((1 + DECOMPRESS_SHARE) * compressing, ratio * (rawCost ?? 0))
  }

  /** Which way the next column should go. Asking changes nothing; only what was paged does. */
  choose(nowNs: number): Way {
    const mayTry = this.#tries === 0 || this.#triedNs <= TRY_SHARE * (nowNs - this.#startedNs)
    if (this.#following === 'raw') return this.#columnsUntilSample <= 0 && mayTry ? 'codec' : 'raw'
    return this.#onTrial || (this.#bytesUntilTrial <= 0 && mayTry) ? 'raw' : 'codec'
  }

  /** A column was paged out, and the thread was `durationNs` at it. */
  pagedOut(way: Way, byteLength: number, storedByteLength: number, durationNs: number, nowNs: number): void {
    if (byteLength === 0) return
    if (way === 'codec') {
      const expected = this.#compressing.nsPerByte
      // What was interrupted was the only thing known, then.
      if (expected !== undefined && believable(expected * byteLength, durationNs) < expected * byteLength) {
        this.#compressing.reset()
      }
      const believedNs = expected === undefined ? durationNs : believable(durationNs, expected * byteLength)
      this.#compressing.add(byteLength, believedNs)
      this.#storing.add(byteLength, storedByteLength)
      if (this.#following === 'raw') this.#sampled(byteLength, believedNs, expected)
      else if (!this.#onTrial) this.#followed(this.#codec, byteLength, durationNs)
    } else if (this.#following === 'raw') {
      this.#columnsUntilSample--
      this.#followed(this.#raw, byteLength, durationNs)
    } else {
      this.#tried(byteLength, durationNs, nowNs)
    }
  }

  /** A column could not be paged out through the codec, and the thread was `durationNs` at it. Raw may do: it is what comes next. */
  codecFailed(durationNs: number): void {
    this.#tries++
    this.#spend(Math.min(durationNs, MOST_UNKNOWN_NS))
    // What it cost while it worked is no reason to follow it again: that takes a sample that succeeds.
    this.#compressing.reset()
    this.#storing.reset()
    if (this.#following === 'codec') this.#follow('raw')
    // Each one is a column that the caller did not get rid of, so there is no end to how seldom it is tried.
    else this.#columnsBetweenSamples *= 2
    this.#columnsUntilSample = this.#columnsBetweenSamples
  }

  /** A column was taken back, and the thread was `durationNs` at it. */
  pagedIn(byteLength: number, durationNs: number): void {
    const regime = this.#following === 'raw' || this.#onTrial ? this.#raw : this.#codec
    regime.addBack(byteLength, durationNs)
  }

  #followed(regime: RegimeCost, byteLength: number, durationNs: number): void {
    regime.addOut(byteLength, durationNs)
    this.#bytesUntilTrial -= byteLength
    if (regime.measuredBytes > 0) this.#compare()
  }

  #sampled(byteLength: number, durationNs: number, expected: number | undefined): void {
    this.#tries++
    const moreNs = durationNs - (this.#raw.out ?? 0) * byteLength
    this.#spend(expected === undefined ? Math.min(moreNs, MOST_UNKNOWN_NS) : moreNs)
    const isSurprise = expected === undefined || differs(durationNs / byteLength, expected)
    const { rawCost, codecCost } = this
    const isPromising = rawCost !== undefined && codecCost !== undefined && codecCost < rawCost
    if (isSurprise || isPromising) this.#columnsBetweenSamples = 1
    else this.#columnsBetweenSamples = Math.min(2 * this.#columnsBetweenSamples, MOST_COLUMNS_BETWEEN_SAMPLES)
    // Steps of both parities, so that a stream that alternates is not always sampled at columns of one kind.
    this.#columnsUntilSample = this.#columnsBetweenSamples + (this.#tries % 2)
  }

  #tried(byteLength: number, durationNs: number, nowNs: number): void {
    if (!this.#onTrial) {
      this.#onTrial = true
      this.#tries++
      this.#raw.begin(true)
    }
    const codecNs = (this.#codec.out ?? 0) * byteLength
    const believedNs = believable(durationNs, Math.max(codecNs, (this.#raw.out ?? 0) * byteLength))
    this.#raw.addOut(byteLength, believedNs)
    this.#spend(believedNs - codecNs)
    const isTooDear = this.#triedNs > 2 * TRY_SHARE * (nowNs - this.#startedNs)
    if (this.#raw.measuredBytes < TRIAL_BYTES && !isTooDear) return
    this.#onTrial = false
    this.#bytesUntilTrial = this.#bytesBetweenTrials
    this.#bytesBetweenTrials = Math.min(2 * this.#bytesBetweenTrials, MOST_BYTES_BETWEEN_TRIALS)
    if (!isTooDear) this.#compare()
  }

  #spend(moreNs: number): void {
    this.#triedNs += Math.max(0, moreNs)
  }

  /** Follows the other way from here on if that costs clearly less. */
  #compare(): void {
    const { rawCost, codecCost } = this
    if (rawCost === undefined || codecCost === undefined) return
    const [mine, other] = this.#following === 'raw' ? [rawCost, codecCost] : [codecCost, rawCost]
    if (other >= SWITCH_SHARE * mine || (this.#following === 'raw' && this.#tries < 2)) return
    this.#follow(this.#following === 'raw' ? 'codec' : 'raw')
  }

  #follow(way: Way): void {
    this.#switches++
    this.#following = way
    this.#onTrial = false
    const regime = this.#following === 'raw' ? this.#raw : this.#codec
    regime.begin(true)
    this.#columnsBetweenSamples = this.#columnsUntilSample = 1
    this.#bytesUntilTrial = this.#bytesBetweenTrials = LEAST_BYTES_BETWEEN_TRIALS
  }
}

/** As much of `durationNs` as can be the cost of what should have cost `expectedNs`. */
function believable(durationNs: number, expectedNs: number): number {
  return Math.min(durationNs, Math.max(INTERRUPTION * expectedNs, LEAST_INTERRUPTION_NS))
}

function differs(one: number, other: number): boolean {
  return one > other * SURPRISE || other > one * SURPRISE
}
