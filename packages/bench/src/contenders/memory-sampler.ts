// What a process and its cgroup hold while a run lasts, read now and then on a thread that only waits. The same for every contender; it
// reads two small files fifty times a second.
import { SampleSeries } from '@spillway/report/samples'
import { readCgroupBytes } from '../pressure/cgroup-mounts.js'

/** Lists of equal length. */
export interface MemoryTimeline {
  /** Since the clock started. */
  readonly seconds: readonly number[]
  readonly rssBytes: readonly number[]
  /** All that the cgroup is charged, page cache included; absent where the kernel does not say. */
  readonly cgroupBytes?: readonly number[] | undefined
}

const intervalMs = 20

export class MemorySampler {
  readonly #series = new SampleSeries(['rssBytes', 'cgroupBytes'])
  readonly #cgroupFile: string | undefined
  #startMs = 0
  #timer: NodeJS.Timeout | undefined

  /** `cgroupFile` counts what the cgroup is charged. */
  constructor(cgroupFile: string | undefined) {
    this.#cgroupFile = cgroupFile
  }

  start(): void {
    this.#startMs = performance.now()
    this.#read()
    this.#timer = setInterval(() => this.#read(), intervalMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#read()
  }

  get timeline(): MemoryTimeline {
    const { seconds, rssBytes, cgroupBytes } = this.#series.columns
    const times = seconds.map(value => Math.round(value * 1000) / 1000)
    return { seconds: times, rssBytes, ...(this.#cgroupFile === undefined ? {} : { cgroupBytes }) }
  }

  #read(): void {
    this.#series.add((performance.now() - this.#startMs) / 1000, {
      rssBytes: process.memoryUsage.rss(),
      cgroupBytes: this.#cgroupFile === undefined ? 0 : readCgroupBytes(this.#cgroupFile),
    })
  }
}
