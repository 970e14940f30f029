// From the name of a contender to its store. Runs on the thread that will use the store.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { attachPager, type PagerToken } from '@spillway/pager-native'
import type { ChildTask } from './child-task.js'
import type { ChunkStore } from './chunk-store.js'
import { KernelSwapStore } from './kernel-swap-store.js'
import { PerFileStore } from './per-file-store.js'
import { SingleFileStore } from './single-file-store.js'
import { SpillwayStore } from './spillway-store.js'

export function makeStore({ run, scratch }: ChildTask, thread: number, pager: PagerToken | undefined): ChunkStore {
  const directory = () => {
    const own = join(scratch, `thread-${thread}`)
    mkdirSync(own)
    return own
  }
  switch (run.contender) {
    case 'spillway':
      return new SpillwayStore(attachPager(pager!), run.backend!, run.codec)
    case 'per-file':
      return new PerFileStore(directory())
    case 'single-file':
      return new SingleFileStore(directory())
    case 'kernel-swap':
      return new KernelSwapStore()
    case 'device-limit':
      throw new Error('the device limit is no store')
  }
}
