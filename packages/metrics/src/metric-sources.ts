// What a process observes, by name. It only asks its sources for the numbers that they have anyway: it makes nothing, keeps no
// timer, and looks when somebody reads.
import { readBudget } from './budget-metrics.js'
import type { BudgetStatistics } from './budget-statistics.js'
import { readColumnPager } from './column-pager-metrics.js'
import type { ColumnPagerStatistics } from './column-pager-statistics.js'
import { readPager } from './pager-metrics.js'
import type { PagerStatistics } from './pager-statistics.js'
import { Readings } from './readings.js'

/** Whatever has statistics: the thing itself, or, for one on another thread, `{ stats: () => whatItPostedLast }`. */
export interface StatsSource<Stats> {
  /** Its numbers of now; called once per reading. */
  stats(): Stats
}

/** One source among those observed. Disposing removes it. */
export interface ObservedSource extends Disposable {
  /**
   * Ends it: its levels are gone, and what it has counted by now stays counted under its name. Idempotent.
   *
   * @throws whatever its `stats` threw; it has ended then, and what stays counted is what it said when it was read last
   */
  remove(): void
}

/**
 * The sources of one process or of one part of it. Those of one kind with one name add up. Names become label values, so there
 * should be few of them, and always the same.
 */
export class MetricSources {
  readonly #live = new Set<(into: Readings) => void>()
  readonly #ended = new Readings()

  /** Observes a pager; one of those on an engine, because each of them tells of the whole engine. */
  addPager(name: string, pager: StatsSource<PagerStatistics>): ObservedSource {
    return this.#add('a pager', name, pager, readPager)
  }

  /** Observes a column pager; every one of a process, because each of them tells of its own columns. */
  addColumnPager(name: string, columns: StatsSource<ColumnPagerStatistics>): ObservedSource {
    return this.#add('a column pager', name, columns, readColumnPager)
  }

  /** Observes a budget; on one thread, because each of its ends tells of all workers. */
  addBudget(name: string, budget: StatsSource<BudgetStatistics>): ObservedSource {
    return this.#add('a budget', name, budget, readBudget)
  }

  /**
   * The numbers of now.
   *
   * @throws whatever a source's `stats` threw
   */
  read(): Readings {
    const readings = new Readings()
    readings.addCounters(this.#ended)
    for (const readInto of this.#live) readInto(readings)
    return readings
  }

  #add<Stats>(
    kind: string,
    name: string,
    source: StatsSource<Stats>,
    read: (name: string, stats: Stats, into: Readings) => void,
  ): ObservedSource {
    if (typeof name !== 'string' || name === '') throw new TypeError(`${kind} needs a name to be told apart by`)
    if (typeof source?.stats !== 'function') throw new TypeError(`${kind} named ${name} has no stats()`)
    let last = new Readings()
    const readInto = (into: Readings) => {
      const now = new Readings()
      read(name, source.stats(), now)
      last = now
      into.addAll(now)
    }
    this.#live.add(readInto)
    const remove = () => {
      if (!this.#live.delete(readInto)) return
      try {
        readInto(new Readings())
      } finally {
        this.#ended.addCounters(last)
      }
    }
    return { remove, [Symbol.dispose]: remove }
  }
}
