// How does a type with named parts write them in its own name? In a way that only the same parts can: columns are told apart by the names
// of their types.

import type { AnyColumnType } from './column-type.js'

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** The fields as one would write them, such as `{ key: utf8, "not an identifier": u64 }`. */
export function fieldsName(fields: Readonly<Record<string, AnyColumnType>>): string {
  const written = (name: string) => (IDENTIFIER.test(name) ? name : JSON.stringify(name))
  return `{ ${Object.entries(fields)
    .map(([name, type]) => `${written(name)}: ${type.name}`)
    .join(', ')} }`
}
