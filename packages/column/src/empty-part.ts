// Why do some classes keep one instance of their own that nobody uses? V8 throws optimised code away as soon as the garbage collector has
// taken the last object of a kind that this code knows. Sorters, merges and prefixes live for one call, so every full collection
// between two calls would send them back to the interpreter: measured, a merge of 65,536 rows then took ten times as long.

import { unsignedPrefixes } from './prefixes.js'
import type { Shape } from './shape.js'

/** A field without rows, of which those instances are made. */
export const emptyPart = {
  length: 0,
  orderedParts: () => [emptyPart],
  prefixes: () => unsignedPrefixes(new Uint32Array(0), true),
} as unknown as Shape<unknown>
