// Booleans, a bit each: two slices, complete words and the tail (see bits.ts).

import type { ColumnType } from '../column-type.js'
import type { SliceSink } from '../envelope.js'
import type { LeafReader } from '../leaf-array.js'
import { keyPrefixes, type Prefixes } from '../prefixes.js'
import { indexError, rowError } from '../row-error.js'
import { Shape } from '../shape.js'
import { Bits } from './bits.js'

class BoolShape extends Shape<boolean> {
  readonly #bits = new Bits()

  override push(row: boolean): void {
    if (typeof row !== 'boolean') throw rowError('a boolean', row)
    this.#bits.push(row)
    this.length = this.#bits.length
  }

  override get(index: number): boolean {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) throw indexError(index, this.length)
    return this.#bits.at(index)
  }

  override compare(index: number, other: this, otherIndex: number): number {
    return Number(this.#bits.at(index)) - Number(other.#bits.at(otherIndex))
  }

  override prefixes(start: number, end: number): Prefixes {
    return keyPrefixes(start, end, index => Number(this.#bits.at(index)))
  }

  override append(source: this, start: number, end: number): void {
    for (let i = start; i < end; i++) this.#bits.push(source.#bits.at(i))
    this.length = this.#bits.length
  }

  override truncate(length: number): void {
    this.#bits.truncate(length)
    this.length = length
  }

  override slicesByteLength(): number {
    return this.#bits.byteLength
  }

  override collectSlices(into: SliceSink): void {
    this.#bits.collectSlices(into)
  }

  override view(reader: LeafReader): void {
    this.#bits.view(reader)
    this.length = this.#bits.length
  }

  override reset(keep: boolean): void {
    this.#bits.reset(keep)
    this.length = 0
  }

  override get reservedBytes(): number {
    return this.#bits.reservedBytes
  }
}

/** Booleans. */
export const bool: ColumnType<boolean> = {
  name: 'bool',
  kind: 'bool',
  parts: [],
  leaves: [BigUint64Array, BigUint64Array],
  nullable: false,
  create: () => new BoolShape(bool),
}
