// What the kernel charges this process, all its threads together, while the clock runs.
import { ownCgroupPeakBytes, ownCgroupUsageFile } from '../pressure/cgroup-mounts.js'
import { MemorySampler, type MemoryTimeline } from './memory-sampler.js'

export interface ProcessUse {
  readonly wallSeconds: number
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly majorFaults: number
  /** The highest since the process began. */
  readonly peakRssBytes: number
  /** The highest of all that the cgroup was charged, page cache included; absent where the kernel does not say. */
  readonly cgroupPeakBytes?: number | undefined
  /** While the clock ran; absent in reports that were written before it was measured. */
  readonly memory?: MemoryTimeline | undefined
}

export class ProcessMeter {
  readonly #sampler = new MemorySampler(ownCgroupUsageFile())
  #startMs = 0
  #start = process.resourceUsage()
  #use: ProcessUse | undefined

  start(): void {
    this.#sampler.start()
    this.#start = process.resourceUsage()
    this.#startMs = performance.now()
  }

  stop(): void {
    const wallSeconds = (performance.now() - this.#startMs) / 1000
    const end = process.resourceUsage()
    this.#sampler.stop()
    this.#use = {
      wallSeconds,
      userSeconds: (end.userCPUTime - this.#start.userCPUTime) / 1e6,
      systemSeconds: (end.systemCPUTime - this.#start.systemCPUTime) / 1e6,
      majorFaults: end.majorPageFault - this.#start.majorPageFault,
      peakRssBytes: end.maxRSS * 1024,
      cgroupPeakBytes: ownCgroupPeakBytes(),
      memory: this.#sampler.timeline,
    }
  }

  /** What was used between start and stop. */
  get use(): ProcessUse {
    if (this.#use === undefined) throw new Error('the meter was not stopped')
    return this.#use
  }
}
