// Is a screenshot a picture of something, and is it light or dark? Of a large one, evenly spread pixels answer for all.
import { PNG } from 'pngjs'
import { luminance } from './judge.js'

export interface Picture {
  readonly width: number
  readonly height: number
  /** Different colours among the pixels looked at. */
  readonly colours: number
  /** Share of the pixels that are not of the commonest colour. */
  readonly inkShare: number
  /** Of the commonest colour: 0 is black, 1 white. */
  readonly groundLuminance: number
}

const mostPixels = 500_000

export function readPicture(png: Uint8Array): Picture {
  const { width, height, data } = PNG.sync.read(Buffer.from(png))
  const counts = new Map<number, number>()
  const pixels = width * height
  const step = Math.ceil(pixels / mostPixels)
  let looked = 0
  for (let pixel = 0; pixel < pixels; pixel += step, looked++) {
    const at = 4 * pixel
    const colour = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const [ground, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))
  return {
    width,
    height,
    colours: counts.size,
    inkShare: 1 - count / looked,
    groundLuminance: luminance([ground >> 16, (ground >> 8) & 255, ground & 255]),
  }
}
