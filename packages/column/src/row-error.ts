// Errors for rows that do not fit their column. A leaf says what it wanted and what it got; every composite on the way out adds
// its field, so that the message reads `row[0].key: expected a string, got 7`. Nothing here runs while rows are good.

/** Describes a value in a few characters, whatever it is. */
function describe(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return JSON.stringify(value.length > 32 ? `${value.slice(0, 32)}…` : value)
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The error for `row` where `expected` was wanted: RangeError when the kind is right and the value is not, else TypeError. */
export function rowError(expected: string, row: unknown, kind?: 'number' | 'bigint' | 'string' | 'object'): Error {
  const message = `row: expected ${expected}, got ${describe(row)}`
  return kind !== undefined && typeof row === kind && row !== null ? new RangeError(message) : new TypeError(message)
}

/** The same error with one more field in front of its path. Errors that are not about a row pass unchanged. */
export function inField(error: unknown, field: string): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError) || !error.message.startsWith('row')) return error
  const message = `row${field}${error.message.slice(3)}`
  return error instanceof RangeError ? new RangeError(message) : new TypeError(message)
}

/** The error for reading row `index` of a column of `length` rows. */
export function indexError(index: number, length: number): RangeError {
  return new RangeError(`row ${index} is outside a column of ${length} rows`)
}

/** The error for a row beyond the `most` that a column can have. */
export function tooManyRows(most: number): RangeError {
  return new RangeError(`a column of this type has at most ${most} rows: split it`)
}

/** The error for consolidating rows that have no integer at their end. */
export function notSummable(type: { readonly name: string }): TypeError {
  return new TypeError(`consolidate sums the integers at the end of tuples or structs: ${type.name} has none`)
}

/** The error for changing a column that is a view of bytes. */
export function readOnlyError(): TypeError {
  return new TypeError(
    "a column over bytes is read-only: clear() it, or append its rows to a new column with 'appendRange'",
  )
}
