// What `createPager` gives on every engine: a pager whose handles can move to another pager on the same engine, one by one.
import type { HandleToken, PageHandle } from './page-handle.js'
import type { BackendName, Chunk, Pager } from './pager.js'

export interface MovableHandle extends PageHandle {
  /**
   * Ends this handle as `take` does, but the payload lives on: the token, which can be posted to another thread, makes a handle
   * of it again, once. Throws as `readAt` does for a handle that has ended.
   */
  detach(): HandleToken
}

export interface MovablePager extends Pager {
  pageout(chunks: readonly Chunk[]): MovableHandle
  pageoutWith(backend: BackendName, chunks: readonly Chunk[]): MovableHandle

  /**
   * A handle of the payload that was detached from a pager on the same engine.
   *
   * @throws PagerError `PAGER_UNKNOWN_TOKEN` the token was attached before, or is of another engine; `PAGER_CLOSED`
   */
  attach(token: HandleToken): MovableHandle
}
