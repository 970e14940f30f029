// The pagers that every test runs on. Each call makes one whose payloads and loans are its own.
import { createPager, type Pager } from '@spillway/pager-native'
import { createMemoryPager } from '@spillway/pager-native/memory'

export interface PagerKind {
  readonly name: 'memory' | 'native'
  readonly create: () => Pager
}

export const pagerKinds: readonly PagerKind[] = [
  { name: 'memory', create: () => createMemoryPager() },
  { name: 'native', create: () => createPager() },
]

export const backends = ['swap', 'file'] as const
