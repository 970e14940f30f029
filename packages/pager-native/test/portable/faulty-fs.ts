// A file system that misbehaves on command, in front of the real one.
import { nodeFs, type PortableFs } from '../../src/portable-fs.js'

/** What node:fs throws. */
export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, errno: -1 })
}

/** The real file system with some calls replaced; `real` is what they may pass on to. */
export function faultyFs(replace: (real: PortableFs) => Partial<PortableFs>): PortableFs {
  return { ...nodeFs, ...replace(nodeFs) }
}

/** At most `bytes` per transfer, and an EINTR before each of them. */
export function shortTransfers(bytes: number): PortableFs {
  let interrupted = false
  const interrupt = (syscall: string) => {
    interrupted = !interrupted
    if (interrupted) throw systemError('EINTR', syscall)
  }
  return faultyFs(real => ({
    write(fd, pieces, position) {
      interrupt('write')
      const first = pieces.findIndex(piece => piece.byteLength > 0)
      const second = pieces[first + 1]?.subarray(0, 1) ?? new Uint8Array()
      // Now and then across the border of two pieces.
      const cut = [pieces[first]!.subarray(0, bytes), pieces[first]!.byteLength <= bytes ? second : new Uint8Array()]
      return real.write(fd, cut, position)
    },
    read(fd, target, position) {
      interrupt('read')
      return real.read(fd, target.subarray(0, bytes), position)
    },
  }))
}

/** Fails the n-th call of `verb` (from 1) and every one after it, until `heal` is called. */
export function failing(verb: 'read' | 'write' | 'create' | 'truncate', code: string, n = 1) {
  let calls = 0
  let healed = false
  const fail = () => {
    if (!healed && ++calls >= n) throw systemError(code, verb)
  }
  const fs = faultyFs(real => ({
    [verb]: (...args: [never, never, never]) => {
      fail()
      return (real[verb] as (...args: [never, never, never]) => unknown)(...args)
    },
  }))
  const heal = () => {
    healed = true
  }
  return { fs, heal }
}
