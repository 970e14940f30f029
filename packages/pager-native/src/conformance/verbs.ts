// Any verb of a pager or a handle, in any state, and the code that it must answer with.
import assert from 'node:assert/strict'
import type { PageHandle } from '../page-handle.js'
import type { Pager } from '../pager.js'
import { PagerError, type PagerErrorCode } from '../pager-error.js'
import { pattern } from './bytes.js'

/** Every verb of a handle of at least 8 bytes that needs its bytes. */
export const handleVerbs: Readonly<Record<string, (handle: PageHandle) => unknown>> = {
  readAt: handle => handle.readAt(0, 8),
  readAtMany: handle => handle.readAtMany([{ offset: 0, length: 8 }]),
  'readAtMany of nothing': handle => handle.readAtMany([]),
  readInto: handle => handle.readInto(0, new Uint8Array(8)),
  take: handle => handle.take(),
}

/** Every verb of a pager that a closed one refuses. */
export const pagerVerbs: Readonly<Record<string, (pager: Pager) => unknown>> = {
  pageout: pager => pager.pageout([pattern(64)]),
  'pageout of nothing': pager => pager.pageout([]),
  'pageoutWith swap': pager => pager.pageoutWith('swap', [pattern(64)]),
  'pageoutWith file': pager => pager.pageoutWith('file', [pattern(64)]),
  allocate: pager => pager.allocate(64),
  share: pager => pager.share(),
}

export function assertCode(code: PagerErrorCode, what: string, verb: () => unknown): void {
  assert.throws(verb, (error: unknown) => {
    // By name, not by class: the suite may be another copy of this module than the pager's.
    assert.ok(error instanceof Error && error.name === PagerError.name, `${what} threw ${String(error)}`)
    assert.equal((error as PagerError).code, code, `${what} threw the wrong code`)
    return true
  })
}

/** Runs every verb of an ended handle. `close` and `prefetch` must still be harmless. */
export function assertEnded(handle: PageHandle, code: PagerErrorCode): void {
  assert.equal(handle.closed, true)
  for (const [name, verb] of Object.entries(handleVerbs)) assertCode(code, name, () => verb(handle))
  handle.prefetch()
  handle.close()
  handle[Symbol.dispose]()
  for (const [name, verb] of Object.entries(handleVerbs)) assertCode(code, `${name} after close`, () => verb(handle))
}
