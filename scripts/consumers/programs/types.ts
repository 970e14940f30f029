// A program in TypeScript: what it says about types must compile, and then run.
import { Column, columnBytes, i64, type RowOf, tuple, utf8 } from '@spillway/column'
import { ColumnPager, type PagedColumn, type PagedColumnState } from '@spillway/column-pager'
import { type BackendName, createPager, type Pager, PagerError, type PagerStats } from '@spillway/pager-native'
import { pagerConformance } from '@spillway/pager-native/conformance'
import { createMemoryPager } from '@spillway/pager-native/memory'
import { alwaysPage, type PagingPolicy } from '@spillway/policy'

const Row = tuple(utf8, i64)
const backend: BackendName = 'file'
const policy: PagingPolicy = alwaysPage({ backend })
const pagers: readonly Pager[] = [createPager({ backend }), createMemoryPager()]

for (const pager of pagers) {
  const columns = new ColumnPager({ pager, policy, container: columnBytes(Row) })
  const column = new Column(Row)
  const row: RowOf<typeof Row> = ['SFO', 7n]
  column.push(row)
  // @ts-expect-error a row of another type
  const wrong: RowOf<typeof Row> = [7n, 'SFO']
  const paged = columns.page(column)
  const state: PagedColumnState = paged.state
  const back = columns.take(paged)
  const [name, value]: readonly [string, bigint] = back.get(0)
  if (state !== 'paged' || name !== 'SFO' || value !== 7n || wrong.length !== 2)
    throw new Error('another row came back')

  const handle = pager.pageout([new Uint8Array([1, 2, 3])])
  const bytes: ArrayBuffer = handle.take()
  const stats: PagerStats = pager.stats()
  if (bytes.byteLength !== 3 || stats.liveHandles !== 0) throw new Error('other bytes came back')
  let code: string | undefined
  try {
    handle.take()
  } catch (error) {
    if (error instanceof PagerError) code = error.code
  }
  if (code !== 'PAGER_HANDLE_TAKEN') throw new Error(`a second take gave ${code}`)
  // @ts-expect-error a backend of no name
  const tape = () => pager.pageoutWith('tape', [])
  if (typeof tape !== typeof pagerConformance) throw new Error('no suite')
  pager.close()
}
export type Paged = PagedColumn<Column<typeof Row>>
console.log('ok')
