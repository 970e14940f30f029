// Codecs of other people: how they are found, and that none of them can harm a column.
import { Column, columnBytes, utf8 } from '@spillway/column'
import { alwaysPage } from '@spillway/policy'
import { describe, expect, test } from 'vitest'
import { type Codec, ColumnPager } from '../src/index.js'
import { deflateCodec } from './support/deflate-codec.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { backends, pagerKinds } from './support/pagers.js'

const container = columnBytes(utf8)

function words(): Column<typeof utf8> {
  const column = new Column(utf8)
  for (let i = 0; i < 500; i++) column.push(`word ${i % 10}`)
  return column
}

describe.each(pagerKinds)('$name pager', ({ create }) => {
  test.each(backends)('a codec given to the constructor is used, on %s', backend => {
    using pager = create()
    const columns = new ColumnPager({
      pager,
      policy: alwaysPage({ backend, codec: 'deflate' }),
      container,
      codecs: [deflateCodec],
    })
    const paged = columns.page(words())
    expect(paged.state).toBe('compressed')
    expect(paged.storedByteLength).toBeLessThan(paged.byteLength / 3)
    expect([...columns.take(paged)]).toEqual([...words()])
  })

  test('a codec that nobody gave is an error, and the column is as it was', () => {
    using pager = create()
    const policy = new LoggingPolicy(alwaysPage({ codec: 'deflate' }))
    const columns = new ColumnPager({ pager, policy, container })
    const column = words()
    expect(() => columns.page(column)).toThrow(expect.objectContaining({ code: 'COLUMN_UNKNOWN_CODEC' }))
    expect([...column]).toEqual([...words()])
    expect(policy.events).toMatchObject([{ type: 'failed', verb: 'page', codec: 'deflate', backend: 'file' }])
    expect(pager.stats().liveHandles).toBe(0)
  })

  const store = (stored: Partial<Codec>): Codec => ({ ...deflateCodec, name: 'odd', ...stored })
  const failed = { name: 'ColumnPagerError', code: 'COLUMN_CODEC_FAILED' }

  test.each([
    ['needs a negative size', store({ maxStoredByteLength: () => -1 })],
    ['needs half a byte', store({ maxStoredByteLength: () => 0.5 })],
    ['wrote more than there is', store({ compress: (_, target) => target.byteLength + 1 })],
    ['wrote a negative count', store({ compress: () => -1 })],
    ['wrote no number', store({ compress: () => Number.NaN })],
    ['gave nothing back', store({ compress: () => undefined as never })],
    ['does not fit its target', store({ maxStoredByteLength: () => 3 })],
  ])('a codec that %s fails the page', (_, codec) => {
    using pager = create()
    const columns = new ColumnPager({ pager, policy: alwaysPage({ codec: 'odd' }), container, codecs: [codec] })
    const column = words()
    expect(() => columns.page(column)).toThrow(expect.objectContaining(failed))
    expect([...column]).toEqual([...words()])
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
  })

  test.each([
    ['a byte too few', (target: Uint8Array) => target.byteLength - 1, failed],
    ['a byte too many', (target: Uint8Array) => target.byteLength + 1, failed],
    ['no number', () => Number.NaN, failed],
    // The right number of bytes, but not a column: the container notices, since a codec's bytes are not trusted.
    ['rubbish', (target: Uint8Array) => target.fill(0xee).byteLength, { name: 'ColumnFormatError' }],
  ])('a codec that gives back %s fails the take, and the paged column stays', (_, decompress, error) => {
    for (const backend of backends) {
      using pager = create()
      const policy = new LoggingPolicy(alwaysPage({ backend, codec: 'odd' }))
      let broken = true
      const codec = store({
        decompress: (stored, target) => (broken ? decompress(target) : deflateCodec.decompress(stored, target)),
      })
      const columns = new ColumnPager({ pager, policy, container, codecs: [codec] })
      const paged = columns.page(words())
      expect(() => columns.take(paged)).toThrow(expect.objectContaining(error))
      expect(() => columns.take(paged)).toThrow(expect.objectContaining(error))
      expect(paged).toMatchObject({ state: 'compressed', closed: false })
      expect(policy.ofType('failed')).toMatchObject([{ verb: 'take', codec: 'odd', backend }, { verb: 'take' }])
      expect(pager.stats()).toMatchObject({ liveHandles: 1, bytes: { lent: 0 } })
      broken = false
      expect([...columns.take(paged)]).toEqual([...words()])
    }
  })

  test('stored bytes that changed are not taken for a column', () => {
    using pager = create()
    const policy = alwaysPage({ backend: 'swap', codec: 'lz4' })
    let offset: number | undefined
    const tampering = Object.create(pager, {
      pageoutWith: {
        value: (...args: Parameters<typeof pager.pageoutWith>) => {
          const handle = pager.pageoutWith(...args)
          return Object.create(handle, {
            byteLength: { value: handle.byteLength },
            backend: { value: handle.backend },
            close: { value: () => handle.close() },
            take: {
              value: () => {
                const buffer = handle.take()
                if (offset !== undefined) new Uint8Array(buffer)[offset]! ^= 0xff
                return buffer
              },
            },
          })
        },
      },
      allocate: { value: (byteLength: number) => pager.allocate(byteLength) },
      recycle: { value: (buffer: ArrayBuffer) => pager.recycle(buffer) },
    })
    const columns = new ColumnPager({ pager: tampering, policy, container })
    // Magic number, header check, size of the first block, its first token.
    for (const at of [0, 6, 9, 11]) {
      const paged = columns.page(words())
      offset = at
      expect(() => columns.take(paged)).toThrow(expect.objectContaining(failed))
      expect(paged.state).toBe('compressed')
      paged.close()
      offset = undefined
    }
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
  })
})

test.each(['none', 'lz4', 'deflate', undefined])('a codec may not be named %s, which is taken', name => {
  using pager = pagerKinds[0]!.create()
  const codecs = [deflateCodec, { ...deflateCodec, name: name as string }]
  expect(() => new ColumnPager({ pager, policy: alwaysPage(), container, codecs })).toThrow(TypeError)
})
