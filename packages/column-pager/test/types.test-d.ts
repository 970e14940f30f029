// What only the compiler can check: the leaves agree on the names they share, and a paged column remembers what is in it. This file
// is read by `tsc`, never run.
import { type Column, columnBytes, type u64, utf8 } from '@spillway/column'
import type * as native from '@spillway/pager-native'
import * as policies from '@spillway/policy'
import { type Codec, ColumnPager, type PagedColumn } from '../src/index.js'

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Assert<T extends true> = T

// The policy and the pager name the backends without knowing each other.
export type BackendNamesAgree = Assert<Equal<native.BackendName, policies.BackendName>>
export type UnequalNamesWouldNot = Assert<Equal<Equal<native.BackendName, 'swap' | 'tape'>, false>>
export type EventNamesABackend = Assert<
  Equal<Extract<policies.PageEvent, { type: 'pagedOut' }>['backend'], native.BackendName>
>

declare const pager: native.Pager
const columns = new ColumnPager({ pager, policy: policies.alwaysSkip, container: columnBytes(utf8) })
const column: Column<typeof utf8> = columns.take(columns.page(columns.take(columns.page({} as Column<typeof utf8>))))
column.push('text')

// @ts-expect-error a column of another type
columns.page({} as Column<typeof u64>)
// @ts-expect-error a paged column of another type
columns.take({} as PagedColumn<Column<typeof u64>>)
// @ts-expect-error states are read-only
columns.page(column).state = 'closed'
// @ts-expect-error a codec has a name
export const nameless: Codec = { maxStoredByteLength: () => 0, compress: () => 0, decompress: () => 0 }
