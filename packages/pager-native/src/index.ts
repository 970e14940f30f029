// The public names of @spillway/pager-native.
export { attachPager, createPager } from './create-pager.js'
export type { MovableHandle, MovablePager } from './movable-pager.js'
export type { ByteRange, HandleToken, PageHandle } from './page-handle.js'
export type { BackendName, Chunk, Pager, PagerToken } from './pager.js'
export { PagerError, type PagerErrorCode, type PagerErrorDetails } from './pager-error.js'
export type { PagerEngine, PagerOptions, SwapAdvice } from './pager-options.js'
export type {
  ExtentClassStats,
  LatencyHistogram,
  PagerByteStats,
  PagerCounters,
  PagerFileStats,
  PagerStats,
} from './pager-stats.js'
export { type Prefetchable, readAhead } from './read-ahead.js'
