// What the other packages call statistics is what this one reads, and no counter of theirs is overlooked: one that is new there fails this
// until it has a metric.
import type { ColumnPagerStats } from '@spillway/column-pager'
import type { PagerStats } from '@spillway/pager-native'
import type { BudgetStats } from '@spillway/policy'
import { expectTypeOf } from 'vitest'
import type { BudgetStatistics, ColumnPagerStatistics, PagerStatistics } from '../src/index.js'

expectTypeOf<PagerStats>().toExtend<PagerStatistics>()
expectTypeOf<ColumnPagerStats>().toExtend<ColumnPagerStatistics>()
expectTypeOf<BudgetStats>().toExtend<BudgetStatistics>()

// The sums that others can make are left out: of extents, of workers.
type PagerFile = Omit<PagerStats['file'], 'allocatedBytes' | 'usedBytes'>
type Budget = Omit<BudgetStats, 'inUseBytes' | 'sharedInUseBytes'>
expectTypeOf<keyof PagerStats>().toEqualTypeOf<keyof PagerStatistics>()
expectTypeOf<keyof PagerStats['bytes']>().toEqualTypeOf<keyof PagerStatistics['bytes']>()
expectTypeOf<keyof PagerStats['counters']>().toEqualTypeOf<keyof PagerStatistics['counters']>()
expectTypeOf<keyof PagerFile>().toEqualTypeOf<keyof PagerStatistics['file']>()
expectTypeOf<keyof ColumnPagerStats>().toEqualTypeOf<keyof ColumnPagerStatistics>()
expectTypeOf<keyof ColumnPagerStats['counters']>().toEqualTypeOf<keyof ColumnPagerStatistics['counters']>()
expectTypeOf<keyof Budget>().toEqualTypeOf<keyof BudgetStatistics>()
