// What there is to know of a shared budget: how much of it there is, and which worker holds how much of what.
import type { BudgetStatistics } from './budget-statistics.js'
import type { MetricDefinition } from './metric.js'
import type { Readings } from './readings.js'

const capacityBytes: MetricDefinition = {
  name: 'spillway.budget.capacity.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'All that may be claimed of the budget',
  labels: ['budget'],
}
const availableBytes: MetricDefinition = {
  name: 'spillway.budget.available.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'What the pool and every worker have left',
  labels: ['budget'],
}
const usedBytes: MetricDefinition = {
  name: 'spillway.budget.used.bytes',
  kind: 'gauge',
  unit: 'By',
  help: 'What a worker has claimed and nobody has released, by whether it is its own or drawn from the shared pool',
  labels: ['budget', 'worker', 'tier'],
}
const workers: MetricDefinition = {
  name: 'spillway.budget.workers',
  kind: 'gauge',
  unit: '{worker}',
  help: 'Workers that may claim, and workers that have left while some of their claims live',
  labels: ['budget', 'state'],
}
const badReleases: MetricDefinition = {
  name: 'spillway.budget.bad_releases',
  kind: 'counter',
  unit: '{release}',
  help: 'Releases that named no worker of now, or more than their worker had claimed',
  labels: ['budget', 'reason'],
}

export const budgetMetrics: readonly MetricDefinition[] = [
  capacityBytes,
  availableBytes,
  usedBytes,
  workers,
  badReleases,
]

export function readBudget(budget: string, stats: BudgetStatistics, into: Readings): void {
  into.addNumber(capacityBytes, { budget }, stats.capacityBytes)
  into.addNumber(availableBytes, { budget }, stats.availableBytes)
  for (const { worker, ownInUseBytes, sharedInUseBytes } of stats.workers) {
    into.addNumber(usedBytes, { budget, worker: String(worker), tier: 'own' }, ownInUseBytes)
    into.addNumber(usedBytes, { budget, worker: String(worker), tier: 'shared' }, sharedInUseBytes)
  }
  const joined = stats.workers.filter(each => each.joined).length
  into.addNumber(workers, { budget, state: 'joined' }, joined)
  into.addNumber(workers, { budget, state: 'left' }, stats.workers.length - joined)
  into.addNumber(badReleases, { budget, reason: 'stray' }, stats.strayReleases)
  into.addNumber(badReleases, { budget, reason: 'excess' }, stats.excessReleases)
}
