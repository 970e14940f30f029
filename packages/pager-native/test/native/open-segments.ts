// The scratch segments that this process has open, by the links that Linux keeps for them.
import { closeSync, fsyncSync, openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs'

/** Paths under /proc/self/fd of nameless files that were opened in `folder`. */
export function openSegments(folder: string): string[] {
  return readdirSync('/proc/self/fd')
    .map(fd => `/proc/self/fd/${fd}`)
    .filter(link => {
      try {
        const target = readlinkSync(link)
        return target.startsWith(folder) && target.endsWith('(deleted)')
      } catch {
        return false
      }
    })
}

/** Flips a bit at `offset` of the segment; what was cached of it is gone afterwards. */
export function flipBit(segment: string, offset: number): void {
  const fd = openSync(segment, 'r+')
  const byte = new Uint8Array(1)
  readSync(fd, byte, 0, 1, offset)
  byte[0]! ^= 4
  writeSync(fd, byte, 0, 1, offset)
  fsyncSync(fd)
  closeSync(fd)
}
