// What there is to know of a pager: where its bytes are, what its disk does, and what went wrong.
import type { MetricDefinition } from './metric.js'
import type { PagerStatistics } from './pager-statistics.js'
import type { Distribution, Readings } from './readings.js'

const info: MetricDefinition = {
  name: 'spillway.pager.info',
  kind: 'gauge',
  unit: '{pager}',
  help: 'Pagers by what runs them and by how they write their scratch segments',
  labels: ['pager', 'engine', 'mode', 'naming'],
}
const handles: MetricDefinition = {
  name: 'spillway.pager.handles',
  kind: 'gauge',
  unit: '{handle}',
  help: 'Handles that are neither taken nor closed',
  labels: ['pager'],
}
const bytes: MetricDefinition = {
  name: 'spillway.pager.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Bytes by where they are; all but those that are stored are in memory',
  labels: ['pager', 'state'],
}
const mappedBytes: MetricDefinition = {
  name: 'spillway.pager.mapped.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Address space that the engine has mapped, of which the kernel may hold less in memory',
  labels: ['pager'],
}
const segments: MetricDefinition = {
  name: 'spillway.pager.scratch.segments',
  kind: 'gauge',
  unit: '{segment}',
  help: 'Scratch segments',
  labels: ['pager'],
}
const scratchBytes: MetricDefinition = {
  name: 'spillway.pager.scratch.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Disk space that extents of scratch segments occupy, by their size in bytes and by whether a payload is in them',
  labels: ['pager', 'extent', 'state'],
}
const ioBytes: MetricDefinition = {
  name: 'spillway.pager.io.bytes',
  kind: 'counter',
  unit: 'By',
  help: 'Bytes written to scratch segments and read from them',
  labels: ['pager', 'direction'],
}
const ioDuration: MetricDefinition = {
  name: 'spillway.pager.io.duration.seconds',
  kind: 'histogram',
  unit: 's',
  help: 'How long transfers between memory and scratch segments took',
  labels: ['pager', 'direction'],
}
const writesElided: MetricDefinition = {
  name: 'spillway.pager.writes.elided',
  kind: 'counter',
  unit: '{payload}',
  help: 'Payloads that were taken or closed before their write began, and so cost no I/O',
  labels: ['pager'],
}
const prefetches: MetricDefinition = {
  name: 'spillway.pager.prefetches',
  kind: 'counter',
  unit: '{read}',
  help: 'Takes and reads of stored payloads, by whether a prefetch had brought them in',
  labels: ['pager', 'result'],
}
const stalls: MetricDefinition = {
  name: 'spillway.pager.stalls',
  kind: 'counter',
  unit: '{stall}',
  help: 'Page-outs that waited because the write-behind window was full',
  labels: ['pager'],
}
const stallSeconds: MetricDefinition = {
  name: 'spillway.pager.stall.seconds',
  kind: 'counter',
  unit: 's',
  help: 'Time that page-outs waited because the write-behind window was full',
  labels: ['pager'],
}
const pageoutsDeclined: MetricDefinition = {
  name: 'spillway.pager.swap.pageouts.declined',
  kind: 'counter',
  unit: '{request}',
  help: 'Requests to swap pages out after which the kernel still held them, retries included',
  labels: ['pager'],
}
const errors: MetricDefinition = {
  name: 'spillway.pager.errors',
  kind: 'counter',
  unit: '{error}',
  help: 'Transfers and page-outs that failed, by why',
  labels: ['pager', 'reason'],
}
const handlesLeaked: MetricDefinition = {
  name: 'spillway.pager.leaks',
  kind: 'counter',
  unit: '{handle}',
  help: 'Handles that were collected without take or close',
  labels: ['pager'],
}

// biome-ignore format: in the order of the documentation
export const pagerMetrics: readonly MetricDefinition[] = [
  info, handles, bytes, mappedBytes, segments, scratchBytes, ioBytes, ioDuration, writesElided, prefetches, stalls,
  stallSeconds, pageoutsDeclined, errors, handlesLeaked,
]

/** As the engine has it: bucket `i` is of what took less than `2 ** i` microseconds. */
const boundsSeconds: readonly number[] = Array.from({ length: 23 }, (_, i) => 2 ** i / 1e6)

export function readPager(pager: string, stats: PagerStatistics, into: Readings): void {
  const { engine, bytes: place, file, counters, latency } = stats
  into.addNumber(info, { pager, engine, mode: file.mode, naming: file.naming }, 1)
  into.addNumber(handles, { pager }, stats.liveHandles)
  for (const state of ['resident', 'lent', 'writing', 'stored', 'reading', 'warm'] as const) {
    into.addNumber(bytes, { pager, state }, place[state])
  }
  into.addNumber(mappedBytes, { pager }, place.mapped)
  into.addNumber(segments, { pager }, file.segments)
  for (const { extentBytes, allocated, used } of file.extents) {
    const extent = String(extentBytes)
    into.addNumber(scratchBytes, { pager, extent, state: 'used' }, used * extentBytes)
    // Read one after the other, the two may not fit for a moment.
    into.addNumber(scratchBytes, { pager, extent, state: 'free' }, Math.max(0, allocated - used) * extentBytes)
  }
  into.addNumber(ioBytes, { pager, direction: 'write' }, counters.bytesWritten)
  into.addNumber(ioBytes, { pager, direction: 'read' }, counters.bytesRead)
  into.addHistogram(ioDuration, { pager, direction: 'write' }, distributionOf(latency.write))
  into.addHistogram(ioDuration, { pager, direction: 'read' }, distributionOf(latency.read))
  into.addNumber(writesElided, { pager }, counters.writesElided)
  into.addNumber(prefetches, { pager, result: 'hit' }, counters.prefetchHits)
  into.addNumber(prefetches, { pager, result: 'miss' }, counters.prefetchMisses)
  into.addNumber(stalls, { pager }, counters.stalls)
  into.addNumber(stallSeconds, { pager }, counters.stallNanoseconds / 1e9)
  into.addNumber(pageoutsDeclined, { pager }, counters.pageoutsDeclined)
  into.addNumber(errors, { pager, reason: 'no_space' }, counters.noSpaceErrors)
  into.addNumber(errors, { pager, reason: 'io' }, counters.ioErrors)
  into.addNumber(errors, { pager, reason: 'checksum' }, counters.checksumFailures)
  into.addNumber(handlesLeaked, { pager }, counters.handlesLeaked)
}

/** In our buckets, whatever number of them a pager has: its last one takes the rest, and so does ours. */
function distributionOf({ counts, totalNanoseconds }: PagerStatistics['latency']['read']): Distribution {
  const rest = boundsSeconds.length
  const ours = new Array<number>(rest + 1).fill(0)
  counts.forEach((count, i) => {
    ours[i === counts.length - 1 ? rest : Math.min(i, rest)]! += count
  })
  return { boundsSeconds, counts: ours, sumSeconds: totalNanoseconds / 1e9 }
}
