// A screenshot of nothing is told from one of something, and a dark one from a light one.
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { readPicture } from '../src/browser/index.js'

function pngOf(
  colourAt: (x: number, y: number) => readonly [number, number, number],
  { width, height } = { width: 20, height: 10 },
): Buffer {
  const png = new PNG({ width, height })
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) png.data.set([...colourAt(x, y), 255], 4 * (width * y + x))
  }
  return PNG.sync.write(png)
}

test('a blank one', () => {
  expect(readPicture(pngOf(() => [255, 255, 255]))).toEqual({
    width: 20,
    height: 10,
    colours: 1,
    inkShare: 0,
    groundLuminance: 1,
  })
})

test('a dark one with a line of many colours', () => {
  const picture = readPicture(pngOf((x, y) => (y === 3 ? [100 + x, 0, 200] : [10, 10, 10])))
  expect(picture.colours).toBe(21)
  expect(picture.inkShare).toBeCloseTo(0.1)
  expect(picture.groundLuminance).toBeLessThan(0.01)
})

test('a large one, by a part of its pixels', () => {
  const size = { width: 1280, height: 1000 }
  const picture = readPicture(pngOf((x, y) => (y % 10 === 0 ? [x & 255, 0, 0] : [255, 255, 255]), size))
  expect(picture).toMatchObject({ ...size, groundLuminance: 1 })
  expect(picture.inkShare).toBeCloseTo(0.1, 1)
  expect(picture.colours).toBeGreaterThan(50)
})
