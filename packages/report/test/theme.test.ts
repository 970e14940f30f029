// Every colour can be told from what it stands on, in both schemes.
import { describe, expect, test } from 'vitest'
import { contrast, type Rgba } from '../src/browser/index.js'
import { type ColourName, colourValue, shades } from '../src/index.js'

const rgba = (hex: string): Rgba => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
  1,
]

describe.each(['light', 'dark'] as const)('in the %s scheme', scheme => {
  const between = (a: ColourName, b: ColourName) => contrast(rgba(colourValue(a, scheme)), rgba(colourValue(b, scheme)))

  test.each(['page', 'raised', ...shades] as const)('text can be read on %s', ground => {
    for (const name of ['text', 'muted'] as const) expect(between(name, ground), name).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['blue', 'orange', 'green', 'purple', 'red', 'teal', 'grey'] as const)('%s can be seen', name => {
    for (const ground of ['page', ...shades] as const) expect(between(name, ground), ground).toBeGreaterThanOrEqual(3)
  })

  test('links can be read', () => {
    expect(between('blue', 'page')).toBeGreaterThanOrEqual(4.5)
  })
})
