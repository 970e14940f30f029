// The codecs of one column pager by name: the built-in ones, and those that were given to its constructor.
import { CheckedCodec } from './checked-codec.js'
import type { Codec } from './codec.js'
import { ColumnPagerError } from './column-pager-error.js'
import { Lz4Codec } from './lz4-codec.js'

export class CodecTable {
  readonly #codecs = new Map<string, CheckedCodec | undefined>([
    ['none', undefined],
    ['lz4', new CheckedCodec(new Lz4Codec())],
  ])

  constructor(codecs: readonly Codec[]) {
    for (const codec of codecs) {
      if (typeof codec?.name !== 'string') throw new TypeError('a codec needs a name')
      if (this.#codecs.has(codec.name)) throw new TypeError(`there is already a codec named ${codec.name}`)
      this.#codecs.set(codec.name, new CheckedCodec(codec))
    }
  }

  /** The codec of that name; undefined for `none`. */
  find(name: string): CheckedCodec | undefined {
    const codec = this.#codecs.get(name)
    if (codec !== undefined || name === 'none') return codec
    const known = [...this.#codecs.keys()].join(', ')
    throw new ColumnPagerError('COLUMN_UNKNOWN_CODEC', `a policy chose codec ${name}; this column pager has ${known}`)
  }
}
