// What there is to know of a column pager: where its columns are, what codecs save, and what it did.
import type { ColumnPagerStatistics } from './column-pager-statistics.js'
import type { MetricDefinition } from './metric.js'
import type { Readings } from './readings.js'

const columns: MetricDefinition = {
  name: 'spillway.column_pager.columns',
  kind: 'gauge',
  unit: '{column}',
  help: 'Columns by where they are',
  labels: ['column_pager', 'state'],
}
const bytes: MetricDefinition = {
  name: 'spillway.column_pager.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Bytes of column bodies by where the columns are, before any codec',
  labels: ['column_pager', 'state'],
}
const codecBytes: MetricDefinition = {
  name: 'spillway.column_pager.codec.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Bytes of column bodies that are with the pager, before the codec that stored them',
  labels: ['column_pager', 'codec'],
}
const storedBytes: MetricDefinition = {
  name: 'spillway.column_pager.codec.stored.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'Bytes that are with the pager, after the codec that stored them',
  labels: ['column_pager', 'codec'],
}
const operations: MetricDefinition = {
  name: 'spillway.column_pager.operations',
  kind: 'counter',
  unit: '{column}',
  help: 'Columns that were kept, released, paged out, paged in and discarded',
  labels: ['column_pager', 'operation'],
}
const operationBytes: MetricDefinition = {
  name: 'spillway.column_pager.operation.bytes',
  kind: 'counter',
  unit: 'By',
  help: 'Bytes of bodies of columns that were kept, released, paged out, paged in and discarded',
  labels: ['column_pager', 'operation'],
}
const operationStoredBytes: MetricDefinition = {
  name: 'spillway.column_pager.operation.stored.bytes',
  kind: 'counter',
  unit: 'By',
  help: 'The same bytes, as they were held: after a codec',
  labels: ['column_pager', 'operation'],
}
const evictions: MetricDefinition = {
  name: 'spillway.column_pager.evictions',
  kind: 'counter',
  unit: '{column}',
  help: 'Paged-out columns that had been kept before, and went to make room',
  labels: ['column_pager'],
}
const evictedBytes: MetricDefinition = {
  name: 'spillway.column_pager.evicted.bytes',
  kind: 'counter',
  unit: 'By',
  help: 'Bytes of bodies of columns that went to make room',
  labels: ['column_pager'],
}
const failures: MetricDefinition = {
  name: 'spillway.column_pager.failures',
  kind: 'counter',
  unit: '{failure}',
  help: 'How often each verb failed',
  labels: ['column_pager', 'operation'],
}

// biome-ignore format: in the order of the documentation
export const columnPagerMetrics: readonly MetricDefinition[] = [
  columns, bytes, codecBytes, storedBytes, operations, operationBytes, operationStoredBytes, evictions, evictedBytes, failures,
]

export function readColumnPager(name: string, stats: ColumnPagerStatistics, into: Readings): void {
  const column_pager = name
  const { resident, paged, compressed, inFlight, codecs, counters } = stats
  for (const [state, totals] of Object.entries({ resident, paged, compressed, in_flight: inFlight })) {
    into.addNumber(columns, { column_pager, state }, totals.columns)
    into.addNumber(bytes, { column_pager, state }, totals.bytes)
  }
  for (const [codec, totals] of Object.entries(codecs)) {
    into.addNumber(codecBytes, { column_pager, codec }, totals.bytes)
    into.addNumber(storedBytes, { column_pager, codec }, totals.storedBytes)
  }
  const { kept, released, pagedOut, pagedIn, discarded, evicted } = counters
  const done = { keep: kept, release: released, page_out: pagedOut, page_in: pagedIn, discard: discarded }
  for (const [operation, totals] of Object.entries(done)) {
    into.addNumber(operations, { column_pager, operation }, totals.columns)
    into.addNumber(operationBytes, { column_pager, operation }, totals.bytes)
    into.addNumber(operationStoredBytes, { column_pager, operation }, totals.storedBytes)
  }
  into.addNumber(evictions, { column_pager }, evicted.columns)
  into.addNumber(evictedBytes, { column_pager }, evicted.bytes)
  for (const [operation, count] of Object.entries(counters.failures)) {
    into.addNumber(failures, { column_pager, operation }, count)
  }
}
