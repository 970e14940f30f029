// The entry `@spillway/pager-native/memory`: the reference pager, for tests and for reading.
export { createMemoryPager, type MemoryPagerOptions } from './memory-pager.js'
export type { MemoryPagerVerb } from './memory-store.js'
