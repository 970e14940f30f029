// Moves all the bytes or says why not. The kernel may move fewer than it was asked for: at its limits per call, at a signal, and
// at the end of its space, which only the next call names.
import { stalledFailure, systemCode, systemFailure } from './portable-failure.js'
import type { PortableFs } from './portable-fs.js'

const piecesPerCall = 1024 // IOV_MAX of Linux
const bytesPerPiece = 2 ** 26 // Linux moves at most 2 GiB per call, and some systems count a piece in 32 bits

/** Writes the pieces one after the other from `position` on. Throws PagerError `PAGER_NO_SPACE`, `PAGER_IO`. */
export function writeAll(fs: PortableFs, fd: number, pieces: readonly Uint8Array[], position: number): void {
  const queue = pieces.flatMap(split)
  let at = position
  for (let first = 0; first < queue.length; ) {
    const batch = queue.slice(first, first + piecesPerCall)
    const length = batch.reduce((sum, piece) => sum + piece.byteLength, 0)
    let moved = move('cannot write an extent', { syscall: 'write', offset: at, length }, () => fs.write(fd, batch, at))
    at += moved
    while (moved > 0 && moved >= queue[first]!.byteLength) moved -= queue[first++]!.byteLength
    if (moved > 0) queue[first] = queue[first]!.subarray(moved)
  }
}

/** Fills `target` from `position` on. Throws PagerError `PAGER_IO`. */
export function readAll(fs: PortableFs, fd: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.byteLength; ) {
    const piece = target.subarray(done, done + bytesPerPiece)
    const offset = position + done
    done += move('cannot read an extent', { syscall: 'read', offset, length: piece.byteLength }, () =>
      fs.read(fd, piece, offset),
    )
  }
}

function split(piece: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let start = 0; start < piece.byteLength; start += bytesPerPiece) {
    parts.push(piece.subarray(start, start + bytesPerPiece))
  }
  return parts
}

function move(
  what: string,
  transfer: { readonly syscall: string; readonly offset: number; readonly length: number },
  call: () => number,
): number {
  for (;;) {
    let moved: number
    try {
      moved = call()
    } catch (error) {
      if (systemCode(error) === 'EINTR') continue
      throw systemFailure(what, 'PAGER_IO', transfer, error)
    }
    if (moved > 0 && moved <= transfer.length) return moved
    throw stalledFailure(what, transfer)
  }
}
