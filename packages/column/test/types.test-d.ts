// Are the TypeScript types of rows what the documentation says? Checked by `tsc -p .`; nothing here runs.

import * as c from '../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function expectType<_T extends true>(): void {}

const Update = c.tuple(c.tuple(c.utf8, c.u64), c.u64, c.i64)
const Named = c.struct({ key: c.utf8, at: c.i64, delay: c.i32, ok: c.bool })
const Shapes = c.variant({ circle: c.f64, label: c.utf8, none: c.unit })

expectType<Equal<c.RowOf<typeof c.u8>, number>>()
expectType<Equal<c.RowOf<typeof c.f64>, number>>()
expectType<Equal<c.RowOf<typeof c.u64>, bigint>>()
expectType<Equal<c.RowOf<typeof c.i64.asNumber>, number>>()
expectType<Equal<c.RowOf<typeof c.u128>, bigint>>()
expectType<Equal<c.RowOf<typeof c.isize>, bigint>>()
expectType<Equal<c.RowOf<typeof c.bool>, boolean>>()
expectType<Equal<c.RowOf<typeof c.unit>, null>>()
expectType<Equal<c.RowOf<typeof c.utf8>, string>>()
expectType<Equal<c.RowOf<typeof c.char>, string>>()
expectType<Equal<c.RowOf<typeof c.bytes>, Uint8Array>>()
expectType<Equal<c.RowOf<typeof c.duration>, { seconds: bigint; nanoseconds: number }>>()
expectType<Equal<c.RowOf<typeof Update>, [[string, bigint], bigint, bigint]>>()
expectType<Equal<c.RowOf<typeof Named>, { key: string; at: bigint; delay: number; ok: boolean }>>()

const maybe = c.option(c.u32)
const twice = c.option(maybe)
const maybeUnit = c.option(c.unit)
const lists = c.list(c.list(Update))
const outcome = c.result(c.u64, c.utf8)
expectType<Equal<c.RowOf<typeof maybe>, number | null>>()
expectType<Equal<c.RowOf<typeof twice>, { some: number | null } | null>>()
expectType<Equal<c.RowOf<typeof maybeUnit>, { some: null } | null>>()
expectType<Equal<c.RowOf<typeof lists>, [[string, bigint], bigint, bigint][][]>>()
expectType<
  Equal<
    c.RowOf<typeof Shapes>,
    { tag: 'circle'; value: number } | { tag: 'label'; value: string } | { tag: 'none'; value: null }
  >
>()

/** Results and variants are told apart as unions are. */
export function discriminates(
  row: c.RowOf<typeof outcome>,
  shape: c.RowOf<typeof Shapes>,
): string | bigint | number | null {
  if (row.ok !== undefined) return row.ok satisfies bigint
  if (shape.tag === 'circle') return shape.value satisfies number
  return row.err satisfies string
}

const column = new c.Column(Update)
expectType<Equal<typeof column, c.Column<typeof Update>>>()
expectType<Equal<ReturnType<typeof column.get>, [[string, bigint], bigint, bigint]>>()
column.push([['a', 1n], 2n, 3n])
// @ts-expect-error a number is no bigint
column.push([['a', 1], 2n, 3n])
// @ts-expect-error a field is missing
column.push([['a', 1n], 2n])
// @ts-expect-error rows cannot be counted away
column.length = 0
// @ts-expect-error another type's rows have another order
column.compare(0, new c.Column(Named), 0)
for (const [[key, value], time, diff] of column) {
  key satisfies string
  ;[value, time, diff] satisfies bigint[]
}

const view = c.Column.fromBytes(Named, new Uint8Array(0), { trusted: true })
expectType<Equal<typeof view, c.Column<typeof Named>>>()
const container: c.ContainerBytes<c.Column<typeof Named>> = c.columnBytes(Named)
container.clear(view)
// @ts-expect-error the seam of one type does not take columns of another
container.clear(column)
