// Figures as the page writes them.
import { threeDigits } from '../table.js'

/** Three digits that count. */
export function figureText(value: number): string {
  return String(threeDigits(value))
}

export function mib(bytes: number): string {
  return figureText(bytes / 2 ** 20)
}

export function sizeText(byteLength: number): string {
  return byteLength >= 2 ** 20 ? `${byteLength / 2 ** 20} MiB` : `${byteLength / 2 ** 10} KiB`
}

/** 0.5 us, 30 us, 2 ms, 1 s. */
export function durationText(us: number): string {
  if (us < 1000) return `${figureText(us)} us`
  return us < 1e6 ? `${figureText(us / 1000)} ms` : `${figureText(us / 1e6)} s`
}

/** 10, 1k, 1M. */
export function countText(count: number): string {
  if (count < 1000) return figureText(count)
  return count < 1e6 ? `${figureText(count / 1000)}k` : `${figureText(count / 1e6)}M`
}
