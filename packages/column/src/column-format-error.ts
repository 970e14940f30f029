// What `fromBytes` and reading throw when bytes are not a column of the wanted type. The text says which word or slice is wrong and
// how; the code is for programs. Mistakes in a program's own rows are TypeError and RangeError, never this.

/** The bytes are not a column of this type. `code` is stable, the message is not. */
export class ColumnFormatError extends RangeError {
  readonly code = 'COLUMN_FORMAT'
  override readonly name = 'ColumnFormatError'
}
