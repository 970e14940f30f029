// The 24 cases of the reference's column pager bench: verb, size, backend and codec in every combination.
import { type ReferenceFigure, referenceFigure } from './reference.js'

export interface Case {
  /** `rt/4KiB/swap-warm/raw`, and so on. */
  readonly name: string
  /** `rt`: page and take of a fresh column. `loop`: refill, page, drop. */
  readonly verb: 'rt' | 'loop'
  /** Bytes of the column's rows, without the header of its body. */
  readonly byteLength: number
  readonly rowCount: number
  readonly backend: 'swap' | 'file'
  readonly codec: 'none' | 'lz4'
  readonly reference: ReferenceFigure
}

const rowBytes = 8
const sizes = [
  ['4KiB', 2 ** 12],
  ['256KiB', 2 ** 18],
  ['4MiB', 2 ** 22],
] as const

/** In the order of the reference's table. */
export function allCases(): readonly Case[] {
  return sizes.flatMap(([size, byteLength]) =>
    (['swap', 'file'] as const).flatMap(backend =>
      (['none', 'lz4'] as const).flatMap(codec =>
        (['rt', 'loop'] as const).map(verb => {
          // Nothing here is ever swapped out, so the label says that the memory is warm.
          const where = backend === 'swap' ? 'swap-warm' : 'file'
          const name = `${verb}/${size}/${where}/${codec === 'none' ? 'raw' : codec}`
          const rowCount = byteLength / rowBytes
          return { name, verb, byteLength, rowCount, backend, codec, reference: referenceFigure(name) }
        }),
      ),
    ),
  )
}
