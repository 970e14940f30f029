// What the benches write, as schemas, so that a file that is something else is told so before anything is drawn from it. The types are
// the benches' own: a schema that does not give one does not compile.
import { z } from 'zod'
import type { CaseReport } from '../cases/case-report.js'
import type { Machine } from '../machine.js'
import type { GrowthReport } from '../pressure/growth-report.js'
import type { PressureReport } from '../pressure/report.js'

const machine: z.ZodType<Machine> = z.object({
  cpu: z.string(),
  cores: z.number(),
  memoryGiB: z.number(),
  system: z.string(),
  node: z.string(),
  loadAtStart: z.array(z.number()),
  startedAt: z.string(),
})

const caseRow = z.object({
  case: z.string(),
  verb: z.enum(['rt', 'loop']),
  byteLength: z.number().positive(),
  backend: z.enum(['swap', 'file']),
  codec: z.enum(['none', 'lz4']),
  warm: z.literal(true),
  storedBytes: z.number(),
  operations: z.number(),
  roundsUs: z.array(z.number().positive()).min(1),
  medianUs: z.number().positive(),
  bestUs: z.number().positive(),
  gibPerSecond: z.number().positive(),
  bytesWrittenPerOperation: z.number(),
  bytesReadPerOperation: z.number(),
  reference: z.object({
    us: z.number().positive(),
    heapKeptUs: z.number().positive(),
    storedBytes: z.number(),
    gibPerSecond: z.number().positive(),
  }),
  ratio: z.number(),
  configurationHash: z.string(),
})

export const caseReportSchema: z.ZodType<CaseReport> = z.object({
  bench: z.literal('cases'),
  machine,
  configuration: z.object({ quick: z.boolean(), rounds: z.number(), roundMs: z.number() }),
  rows: z.array(caseRow).min(1),
})

const histogram = z
  .object({
    bucketsPerDoubling: z.literal(8),
    firstBucket: z.number().int(),
    counts: z.array(z.number().int().nonnegative()).min(1),
  })
  .refine(({ counts }) => counts.some(count => count > 0), 'a histogram of no calls')

const verb = z.object({
  count: z.number(),
  p50Us: z.number(),
  p99Us: z.number(),
  maxUs: z.number(),
  histogram: histogram.optional(),
})

const memory = z
  .object({
    seconds: z.array(z.number()),
    rssBytes: z.array(z.number()),
    cgroupBytes: z.array(z.number()).optional(),
  })
  .refine(
    ({ seconds, rssBytes, cgroupBytes = seconds }) =>
      seconds.length === rssBytes.length && seconds.length === cgroupBytes.length,
    'lists of different lengths',
  )

const pressureRow = z.object({
  name: z.string(),
  contender: z.enum(['spillway', 'per-file', 'single-file', 'kernel-swap', 'device-limit']),
  backend: z.enum(['swap', 'file']).optional(),
  codec: z.enum(['none', 'lz4']),
  data: z.enum(['incompressible', 'compressible']),
  threads: z.number(),
  computeMs: z.number(),
  chainBytes: z.number().positive(),
  capBytes: z.number().positive(),
  round: z.number(),
  wallSeconds: z.number().positive(),
  userSeconds: z.number(),
  systemSeconds: z.number(),
  majorFaults: z.number(),
  peakRssBytes: z.number(),
  cgroupPeakBytes: z.number().optional(),
  memory: memory.optional(),
  buildSeconds: z.number(),
  mergeSeconds: z.number(),
  verbs: z.record(z.string(), verb),
  notes: z.array(z.record(z.string(), z.unknown())),
  throughGibPerSecond: z.number(),
  systemSecondsPerGibMoved: z.number(),
  configurationHash: z.string(),
})

const pressureMedian = z.object({
  name: z.string(),
  rounds: z.number(),
  throughGibPerSecond: z.number(),
  minGibPerSecond: z.number(),
  maxGibPerSecond: z.number(),
  userSeconds: z.number(),
  systemSeconds: z.number(),
  systemSecondsPerGibMoved: z.number(),
  peakRssBytes: z.number(),
  cgroupPeakBytes: z.number().optional(),
  majorFaults: z.number(),
  verbs: z.record(z.string(), z.object({ p50Us: z.number(), p99Us: z.number(), maxUs: z.number() })),
})

const runs = {
  machine,
  cgroup: z.string(),
  rows: z.array(pressureRow),
  failures: z.array(z.object({ name: z.string(), round: z.number(), message: z.string() })),
  notMade: z.array(z.object({ name: z.string(), reason: z.string() })),
}

const ratio = z.number().nullable()

export const pressureReportSchema: z.ZodType<PressureReport> = z.object({
  bench: z.literal('pressure'),
  ...runs,
  medians: z.array(pressureMedian),
  ratios: z.object({ perFile: ratio, kernelSwap: ratio, singleFile: ratio, deviceLimit: ratio }),
})

const growthCost = z.object({
  name: z.string(),
  contender: z.string(),
  factor: z.number().positive(),
  rounds: z.number(),
  secondsPerGib: z.number().positive(),
  minSecondsPerGib: z.number().positive(),
  maxSecondsPerGib: z.number().positive(),
  cpuSecondsPerGib: z.number(),
  majorFaults: z.number(),
  configurationHash: z.string(),
})

export const growthReportSchema: z.ZodType<GrowthReport> = z.object({
  bench: z.literal('growth'),
  ...runs,
  costs: z.array(growthCost),
})
