// A row of any type, for the places of absent rows: Arrow keeps a value for them too, columns keep none.

import type { AnyColumnType } from '@spillway/column'

/** A small row of `type`. */
export function defaultRow(type: AnyColumnType): unknown {
  const part = (k: number) => defaultRow(type.parts[k]!.type)
  switch (type.kind) {
    case 'u64':
    case 'i64':
      return type.name.endsWith('.asNumber') ? 0 : 0n
    case 'usize':
    case 'isize':
    case 'u128':
    case 'i128':
      return 0n
    case 'bool':
      return false
    case 'unit':
    case 'option':
      return null
    case 'char':
      return '\u0000'
    case 'utf8':
      return ''
    case 'bytes':
      return new Uint8Array(0)
    case 'duration':
      return { seconds: 0n, nanoseconds: 0 }
    case 'list':
      return []
    case 'tuple':
      return type.parts.map((_, k) => part(k))
    case 'struct':
      return Object.fromEntries(type.parts.map(({ name }, k) => [name, part(k)]))
    case 'result':
      return { ok: part(0) }
    case 'variant':
      return { tag: type.parts[0]!.name, value: part(0) }
    default:
      return 0
  }
}
