// A program in TypeScript: what it says about types must compile, and then run.
import { Column, columnBytes, type ColumnType, i64, type RowOf, tuple, utf8 } from '@spillway/column'
import { ColumnPager, type PagedColumn } from '@spillway/column-pager'
import { type BackendName, createPager, type Pager, PagerError, type PagerStats } from '@spillway/pager-native'
import { createMemoryPager } from '@spillway/pager-native/memory'
import { pagerConformance } from '@spillway/pager-native/conformance'
import { alwaysPage, type PagingPolicy } from '@spillway/policy'

const policy: PagingPolicy = alwaysPage({ backend: 'file' })
const backend: BackendName = 'file'
const pagers: readonly Pager[] = [createPager({ backend }), createMemoryPager()]
console.log(typeof pagerConformance, typeof policy.decide)
for (const pager of pagers) {
  const handle = pager.pageout([new Uint8Array([1, 2, 3])])
  const bytes: ArrayBuffer = handle.take()
  const stats: PagerStats = pager.stats()
  if (bytes.byteLength !== 3 || stats.liveHandles !== 0) throw new Error('wrong')
  try {
    handle.take()
    throw new Error('taken twice')
  } catch (error) {
    if (!(error instanceof PagerError) || error.code !== 'PAGER_HANDLE_TAKEN') throw error
  }
  // @ts-expect-error a backend of no name
  if (Math.random() > 2) pager.pageoutWith('tape', [])
  pager.close()
}
console.log('ok')
