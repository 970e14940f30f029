// Small files that the kernel writes when they are read. One that is missing, or that may not be read, has no text.
import { readFileSync } from 'node:fs'

export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The number of the line `name 123`, or of a file that is one number; undefined where there is none, or `max`. */
export function numberIn(text: string | undefined, name?: string): number | undefined {
  if (text === undefined) return undefined
  const line =
    name === undefined
      ? text
      : text.split('\n').find(each => each.startsWith(`${name} `) || each.startsWith(`${name}:`))
  const digits = /\d+/.exec(line?.slice(name?.length ?? 0) ?? '')
  return digits === null ? undefined : Number(digits[0])
}
