// What a metric is called, in both worlds. One definition makes both names, so that a dashboard, a test and a reader of either
// system talk about the same thing: `spillway.pager.io.bytes` is `spillway_pager_io_bytes_total` to Prometheus.

/** The labels of Prometheus, each with the attribute that OpenTelemetry calls it by. */
export const attributeOf = Object.freeze({
  pager: 'spillway.pager.name',
  column_pager: 'spillway.column_pager.name',
  budget: 'spillway.budget.name',
  worker: 'spillway.worker',
  engine: 'spillway.pager.engine',
  mode: 'spillway.pager.mode',
  naming: 'spillway.pager.naming',
  extent: 'spillway.pager.extent',
  state: 'spillway.state',
  direction: 'disk.io.direction',
  result: 'spillway.result',
  reason: 'error.type',
  codec: 'spillway.codec',
  operation: 'spillway.operation',
  tier: 'spillway.tier',
  le: 'le',
} as const)

/** A label's name. */
export type Label = keyof typeof attributeOf

/** Which of a metric's series: a value for each of its labels. */
export type Labels = Readonly<Partial<Record<Label, string>>>

/** `counter`: only grows. `gauge`: a level; levels of several sources add up. `histogram`: durations by bucket, each bucket a counter. */
export type MetricKind = 'counter' | 'gauge' | 'histogram'

/** What there is to know of a metric without looking at its values. */
export interface MetricDefinition {
  /** The name in OpenTelemetry. A unit that is bytes or seconds is a part of it. */
  readonly name: string
  readonly kind: MetricKind
  /** As UCUM has it: `By`, `s`, or what is counted, in braces. */
  readonly unit: string
  /** One sentence without its full stop. */
  readonly help: string
  readonly labels: readonly Label[]
}

/** The name in Prometheus. */
export function prometheusName({ name, kind }: MetricDefinition): string {
  return name.replaceAll('.', '_') + (kind === 'counter' ? '_total' : '')
}
