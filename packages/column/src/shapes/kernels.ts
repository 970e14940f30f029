// The inner loops over fixed-width elements, once for each width. They are apart, although they read alike, because a loop that has
// seen one kind of typed array only runs several times as fast as one that has seen four.

import type { LeafArray } from '../leaf-array.js'

/** Up to this many elements a loop beats `set`, which makes a view first. */
const SHORT = 16

/** Copies between arrays of one width. Targets have room; indices are in range. */
export interface Kernel {
  /** Copies `count` elements. */
  copy(target: LeafArray, at: number, source: LeafArray, start: number, count: number): void
  /** Copies the elements `rows`, in that order. */
  gather(target: LeafArray, at: number, source: LeafArray, rows: Uint32Array): void
  /** Copies the elements `rows`, each to its place counted from `at`. */
  scatter(target: LeafArray, at: number, source: LeafArray, rows: Uint32Array, places: Uint32Array): void
}

const kernel1: Kernel = {
  copy(target: Uint8Array, at, source: Uint8Array, start, count) {
    if (count > SHORT) target.set(source.subarray(start, start + count), at)
    else for (let k = 0; k < count; k++) target[at + k] = source[start + k]!
  },
  gather(target: Uint8Array, at, source: Uint8Array, rows) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + k] = source[rows[k]!]!
  },
  scatter(target: Uint8Array, at, source: Uint8Array, rows, places) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + places[k]!] = source[rows[k]!]!
  },
}

const kernel2: Kernel = {
  copy(target: Uint16Array, at, source: Uint16Array, start, count) {
    if (count > SHORT) target.set(source.subarray(start, start + count), at)
    else for (let k = 0; k < count; k++) target[at + k] = source[start + k]!
  },
  gather(target: Uint16Array, at, source: Uint16Array, rows) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + k] = source[rows[k]!]!
  },
  scatter(target: Uint16Array, at, source: Uint16Array, rows, places) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + places[k]!] = source[rows[k]!]!
  },
}

const kernel4: Kernel = {
  copy(target: Uint32Array, at, source: Uint32Array, start, count) {
    if (count > SHORT) target.set(source.subarray(start, start + count), at)
    else for (let k = 0; k < count; k++) target[at + k] = source[start + k]!
  },
  gather(target: Uint32Array, at, source: Uint32Array, rows) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + k] = source[rows[k]!]!
  },
  scatter(target: Uint32Array, at, source: Uint32Array, rows, places) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + places[k]!] = source[rows[k]!]!
  },
}

const kernel8: Kernel = {
  copy(target: BigUint64Array, at, source: BigUint64Array, start, count) {
    if (count > SHORT) target.set(source.subarray(start, start + count), at)
    else for (let k = 0; k < count; k++) target[at + k] = source[start + k]!
  },
  gather(target: BigUint64Array, at, source: BigUint64Array, rows) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + k] = source[rows[k]!]!
  },
  scatter(target: BigUint64Array, at, source: BigUint64Array, rows, places) {
    const count = rows.length
    for (let k = 0; k < count; k++) target[at + places[k]!] = source[rows[k]!]!
  },
}

const kernel16: Kernel = {
  copy(target: BigUint64Array, at, source: BigUint64Array, start, count) {
    kernel8.copy(target, 2 * at, source, 2 * start, 2 * count)
  },
  gather(target: BigUint64Array, at, source: BigUint64Array, rows) {
    for (let k = 0; k < rows.length; k++) copyPair(target, at + k, source, rows[k]!)
  },
  scatter(target: BigUint64Array, at, source: BigUint64Array, rows, places) {
    for (let k = 0; k < rows.length; k++) copyPair(target, at + places[k]!, source, rows[k]!)
  },
}

function copyPair(target: BigUint64Array, at: number, source: BigUint64Array, row: number): void {
  target[2 * at] = source[2 * row]!
  target[2 * at + 1] = source[2 * row + 1]!
}

/** The loops for elements of `width` bytes: 1, 2, 4, 8 or 16. */
export function kernelOf(width: number): Kernel {
  return width === 1 ? kernel1 : width === 2 ? kernel2 : width === 4 ? kernel4 : width === 8 ? kernel8 : kernel16
}

/** `array` as the unsigned array of its rows' width that the kernels want; 16-byte rows are pairs of 8. */
export function rawView({ buffer, byteOffset, byteLength }: LeafArray, width: number): LeafArray {
  if (width === 1) return new Uint8Array(buffer, byteOffset, byteLength)
  if (width === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2)
  if (width === 4) return new Uint32Array(buffer, byteOffset, byteLength / 4)
  return new BigUint64Array(buffer, byteOffset, byteLength / 8)
}
