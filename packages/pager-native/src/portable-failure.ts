// From an error of node:fs to the pager's own: the code says what it means for the caller, errno and syscall what the kernel said.
import { constants } from 'node:os'
import { PagerError, type PagerErrorCode } from './pager-error.js'

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What a failed transfer was about: which call, and which bytes of the segment. */
export interface Transfer {
  readonly syscall: string
  readonly offset?: number
  readonly length?: number
}

/** The code is `PAGER_NO_SPACE` when the file system is full, and `otherwise` for everything else that the kernel says. */
export function systemFailure(what: string, otherwise: PagerErrorCode, transfer: Transfer, cause: unknown): unknown {
  const name = systemCode(cause)
  // Not the kernel's word: a mistake in this package, and nothing to be dressed up as a failure of the disk.
  if (name === undefined) return cause
  const errno = constants.errno[name as keyof typeof constants.errno]
  const code = full.has(name) ? 'PAGER_NO_SPACE' : otherwise
  return new PagerError(code, `${what}: ${transfer.syscall} failed: ${name}`, { ...transfer, errno, cause })
}

/** Bytes that stopped moving although no call failed. */
export function stalledFailure(what: string, transfer: Transfer): PagerError {
  return new PagerError('PAGER_IO', `${what}: ${transfer.syscall} moved no more bytes`, {
    ...transfer,
    errno: constants.errno.EIO,
  })
}

/** The name of the kernel's error, such as `EIO`. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error || 'errno' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
