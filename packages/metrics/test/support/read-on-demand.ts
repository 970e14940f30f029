// A reader of the OpenTelemetry SDK that collects when a test asks, and puts what it finds in a form that tests can look at.
import { type DataPoint, MetricReader } from '@opentelemetry/sdk-metrics'

export interface Found {
  readonly name: string
  readonly unit: string
  readonly isMonotonic: boolean | undefined
  readonly points: readonly { readonly attributes: Readonly<Record<string, unknown>>; readonly value: number }[]
}

export class ReadOnDemand extends MetricReader {
  protected override async onShutdown(): Promise<void> {}

  protected override async onForceFlush(): Promise<void> {}

  async find(): Promise<Map<string, Found>> {
    const { resourceMetrics, errors } = await this.collect()
    if (errors.length > 0) throw new AggregateError(errors)
    const metrics = resourceMetrics.scopeMetrics.flatMap(scope => scope.metrics)
    return new Map(
      metrics.map(metric => {
        const { descriptor, dataPoints } = metric
        const isMonotonic = 'isMonotonic' in metric ? metric.isMonotonic : undefined
        const points = (dataPoints as DataPoint<number>[]).map(({ attributes, value }) => ({ attributes, value }))
        return [descriptor.name, { name: descriptor.name, unit: descriptor.unit, isMonotonic, points }]
      }),
    )
  }
}
