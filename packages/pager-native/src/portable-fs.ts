// The calls that the portable pager makes to the file system, and no others: the one place where a test can stand between the
// pager and a disk. A call may move fewer bytes than it was asked for; who calls it must go on.
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statfsSync,
  statSync,
  unlinkSync,
  writevSync,
} from 'node:fs'

export interface PortableFs {
  /** Creates a file that nobody else has, readable and writable by its owner only. */
  create(path: string): number
  close(fd: number): void
  unlink(path: string): void
  /** Bytes moved from the pieces, in order, to the file from `position` on. */
  write(fd: number, pieces: readonly Uint8Array[], position: number): number
  /** Bytes moved from the file from `position` on; 0 at its end. */
  read(fd: number, target: Uint8Array, position: number): number
  truncate(fd: number, byteLength: number): void
  /** The magic number that Linux gives to the file system of `directory`. Other systems have other numbers. */
  fileSystemType(directory: string): number
  device(directory: string): number
  mountTable(): string
}

const ownerOnly = 0o600

export const nodeFs: PortableFs = {
  create: path => openSync(path, 'wx+', ownerOnly),
  close: closeSync,
  unlink: unlinkSync,
  write: writevSync,
  read: (fd, target, position) => readSync(fd, target, 0, target.byteLength, position),
  truncate: ftruncateSync,
  fileSystemType: directory => statfsSync(directory).type,
  device: directory => statSync(directory).dev,
  mountTable: () => readFileSync('/proc/self/mountinfo', 'utf8'),
}
