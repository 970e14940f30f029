// What paging costs the caller's thread, in nanoseconds per byte of body, as an average that forgets: what was measured
// `halfLifeBytes` ago counts half. It takes no measurement itself.

export class CostMeter {
  readonly #halfLifeBytes: number
  #ns = 0
  #bytes = 0

  constructor(halfLifeBytes: number) {
    this.#halfLifeBytes = halfLifeBytes
  }

  /** Nanoseconds per byte; undefined before anything was measured. */
  get nsPerByte(): number | undefined {
    return this.#bytes > 0 ? this.#ns / this.#bytes : undefined
  }

  add(byteLength: number, durationNs: number): void {
    if (byteLength <= 0 || !(durationNs >= 0)) return
    const kept = 0.5 ** (byteLength / this.#halfLifeBytes)
    this.#ns = this.#ns * kept + durationNs
    this.#bytes = this.#bytes * kept + byteLength
  }

  /** Forgets everything: what comes next is about something new. */
  reset(): void {
    this.#ns = 0
    this.#bytes = 0
  }
}
