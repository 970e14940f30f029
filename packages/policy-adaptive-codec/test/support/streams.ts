// Streams of columns to page, and what any policy costs on them beside the two that never change their mind.
import { alwaysPage } from '@spillway/policy'
import { AdaptiveCodecPolicy } from '../../src/index.js'
import { type Data, type Job, type Machine, SimulatedJob } from './simulated-job.js'

/** 600 MB/s in, 2.5 GB/s out, a third of the bytes. */
export const text: Data = { ratio: 0.3, compressNs: 1.6, decompressNs: 0.4 }
/** lz4 gives up on it quickly. */
export const noise: Data = { ratio: 1, compressNs: 0.5, decompressNs: 0.2 }

export function stream(length: number, dataAt: (index: number) => Data): Data[] {
  return Array.from({ length }, (_, index) => dataAt(index))
}

export interface Comparison {
  readonly rawMs: number
  readonly codecMs: number
  readonly adaptiveMs: number
  readonly policy: AdaptiveCodecPolicy
}

export function compare(job: Job, machine: Machine): Comparison {
  let policy: AdaptiveCodecPolicy | undefined
  const adaptive = (now: () => number) => {
    policy = new AdaptiveCodecPolicy(alwaysPage(), { now })
    return policy
  }
  return {
    rawMs: new SimulatedJob(job, machine).run(() => alwaysPage()),
    codecMs: new SimulatedJob(job, machine).run(() => alwaysPage({ codec: 'lz4' })),
    adaptiveMs: new SimulatedJob(job, machine).run(adaptive),
    policy: policy!,
  }
}

/** How many times the better and the worse of the two fixed choices it took. */
export function regret({ rawMs, codecMs, adaptiveMs }: Comparison) {
  return { ofBetter: adaptiveMs / Math.min(rawMs, codecMs), ofWorse: adaptiveMs / Math.max(rawMs, codecMs) }
}
