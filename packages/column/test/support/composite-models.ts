// The models of the types made of other types, and of any type at all, nested at random.

import fc from 'fast-check'
import * as column from '../../src/index.js'
import { leaves } from './leaf-models.js'
import { boundsOf, compareLists, littleEndian, type Model, rankedSlices } from './model.js'

/** Rows of several fields by position. */
export function tupleOf(...fields: [Model, ...Model[]]): Model<unknown[]> {
  const types = fields.map(field => field.type) as [column.AnyColumnType, ...column.AnyColumnType[]]
  return {
    type: column.tuple(...types),
    rows: fc.tuple(...fields.map(field => field.rows)),
    slices: rows => fields.flatMap((field, k) => field.slices(rows.map(row => row[k]))),
    compare: (a, b) => fields.reduce((order, field, k) => order || field.compare(a[k], b[k]), 0),
    fromJson: json => fields.map((field, k) => field.fromJson((json as unknown[])[k])),
  }
}

/** Rows of several fields by name. */
export function structOf(fields: Readonly<Record<string, Model>>): Model<Record<string, unknown>> {
  const names = Object.keys(fields)
  const all = tupleOf(...(Object.values(fields) as [Model, ...Model[]]))
  const toArray = (row: Record<string, unknown>) => names.map(name => row[name])
  return {
    type: column.struct(Object.fromEntries(names.map(name => [name, fields[name]!.type]))),
    rows: fc.record(Object.fromEntries(names.map(name => [name, fields[name]!.rows]))),
    slices: rows => all.slices(rows.map(toArray)),
    compare: (a, b) => all.compare(toArray(a), toArray(b)),
    fromJson: json => {
      const row = json as Record<string, unknown>
      return Object.fromEntries(names.map(name => [name, fields[name]!.fromJson(row[name])]))
    },
  }
}

/** Rows that are lists. */
export function listOf(element: Model): Model<unknown[]> {
  return {
    type: column.list(element.type),
    rows: fc.array(element.rows, { maxLength: 3 }),
    slices: rows => [boundsOf(rows.map(row => row.length)), ...element.slices(rows.flat(1))],
    compare: (a, b) => compareLists(a, b, element.compare),
    fromJson: json => (json as unknown[]).map(element.fromJson),
  }
}

/** Rows that may be absent; present ones are wrapped where the inner rows may be null. */
export function optionOf(inner: Model): Model<unknown> {
  const wrap = (row: unknown) => (inner.type.nullable ? { some: row } : row)
  const unwrap = (row: unknown) => (inner.type.nullable ? (row as { some: unknown }).some : row)
  return {
    type: column.option(inner.type),
    rows: fc.option(inner.rows.map(wrap), { nil: null, freq: 2 }),
    slices: rows => [
      ...rankedSlices(rows.map(row => row !== null)),
      ...inner.slices(rows.filter(row => row !== null).map(unwrap)),
    ],
    compare: (a, b) =>
      a === null || b === null ? Number(a !== null) - Number(b !== null) : inner.compare(unwrap(a), unwrap(b)),
    fromJson: json => (json === null ? null : wrap(inner.fromJson((json as { some: unknown }).some))),
  }
}

/** Rows that are ok or err. */
export function resultOf(ok: Model, err: Model): Model<column.ResultRow<unknown, unknown>> {
  type Row = column.ResultRow<unknown, unknown>
  const isOk = (row: Row) => 'ok' in row
  return {
    type: column.result(ok.type, err.type),
    rows: fc.oneof(
      ok.rows.map(row => ({ ok: row })),
      err.rows.map(row => ({ err: row })),
    ),
    slices: rows => [
      ...rankedSlices(rows.map(isOk)),
      ...ok.slices(rows.filter(isOk).map(row => row.ok)),
      ...err.slices(rows.filter(row => !isOk(row)).map(row => row.err)),
    ],
    compare: (a, b) =>
      isOk(a) !== isOk(b) ? (isOk(a) ? -1 : 1) : isOk(a) ? ok.compare(a.ok, b.ok) : err.compare(a.err, b.err),
    fromJson: json => {
      const row = json as Row
      return isOk(row) ? { ok: ok.fromJson(row.ok) } : { err: err.fromJson(row.err) }
    },
  }
}

/** Rows of one of several types by tag. */
export function variantOf(variants: Readonly<Record<string, Model>>): Model<{ tag: string; value: unknown }> {
  const names = Object.keys(variants)
  return {
    type: column.variant(Object.fromEntries(names.map(name => [name, variants[name]!.type]))),
    rows: fc.oneof(...names.map(tag => variants[tag]!.rows.map(value => ({ tag, value })))),
    slices: rows => {
      const tags = rows.map(row => names.indexOf(row.tag))
      const offsets = tags.map((tag, i) => tags.slice(0, i).filter(other => other === tag).length)
      const one = new Set(tags).size <= 1
      const only = tags.length === 0 ? [] : [tags[0]! + 1, tags.length]
      return [
        ...names.flatMap(name => variants[name]!.slices(rows.filter(row => row.tag === name).map(row => row.value))),
        Uint8Array.from(one ? [] : tags),
        littleEndian(one ? only : offsets, 8),
      ]
    },
    compare: (a, b) => names.indexOf(a.tag) - names.indexOf(b.tag) || variants[a.tag]!.compare(a.value, b.value),
    fromJson: json => {
      if (typeof json === 'string') return { tag: json, value: null }
      const [tag, value] = Object.entries(json as object)[0] as [string, unknown]
      return { tag, value: variants[tag]!.fromJson(value) }
    },
  }
}

/** The model of any type, nested up to `depth` deep. */
export function anyModel(depth = 4): fc.Arbitrary<Model> {
  const leaf = fc.constantFrom<Model[]>(...Object.values(leaves))
  if (depth === 0) return leaf
  const inner = anyModel(depth - 1)
  const several = fc.array(inner, { minLength: 1, maxLength: 5 })
  const named = several.map(models => Object.fromEntries(models.map((model, k) => [`f${k}`, model])))
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 2, arbitrary: several.map(models => tupleOf(...(models as [Model, ...Model[]]))) },
    { weight: 1, arbitrary: named.map(structOf) },
    { weight: 2, arbitrary: inner.map(optionOf) },
    { weight: 2, arbitrary: inner.map(listOf) },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map(([ok, err]) => resultOf(ok, err)) },
    { weight: 1, arbitrary: named.map(variantOf) },
  )
}

/** A model and rows of it. */
export function modelAndRows(maxLength = 25, depth = 4): fc.Arbitrary<[Model, unknown[]]> {
  return anyModel(depth).chain(model => fc.tuple(fc.constant(model), fc.array(model.rows, { maxLength })))
}
