// What the device itself gives: the merge's writes and reads, of the same bytes at the same sizes, with O_DIRECT at depth 4 and
// nothing else. Each of four lanes writes its chunks of the build, then reads each and writes over the place it just read.
import { spawnSync } from 'node:child_process'
import { closeSync, constants, ftruncateSync, openSync, read, unlinkSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createPager } from '@spillway/pager-native'
import { ChunkData } from './chunk-data.js'
import { chunkBytes } from './chunk-store.js'
import type { ProcessMeter } from './process-meter.js'
import { VerbClock } from './verb-clock.js'

const depth = 4
const readAsync = promisify(read)
const writeAsync = promisify(write)

export interface DeviceOutcome {
  readonly buildMs: number
  readonly mergeMs: number
  readonly writeUs: Float64Array
  readonly readUs: Float64Array
  readonly preallocated: boolean
}

/** `directory` exists, and its file system takes O_DIRECT; throws otherwise. */
export async function deviceLimit(
  directory: string,
  chainBytes: number,
  kind: 'incompressible' | 'compressible',
  meter: ProcessMeter,
): Promise<DeviceOutcome> {
  const chunks = chainBytes / chunkBytes
  const path = join(directory, 'device')
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_DIRECT, 0o600)
  // Only its memory is used: page aligned, and on huge pages, as a device wants it.
  const pager = createPager({ scratchDirectory: directory })
  try {
    const preallocated = spawnSync('fallocate', ['--length', `${chainBytes}`, path]).status === 0
    if (!preallocated) ftruncateSync(file, chainBytes)
    unlinkSync(path)
    const data = new ChunkData(kind)
    const lanes = Array.from({ length: depth }, (_, lane) => {
      const buffer = new Uint8Array(pager.allocate(chunkBytes))
      data.fill(buffer, lane)
      return buffer
    })
    const writes = new VerbClock(2 * chunks)
    const reads = new VerbClock(chunks)
    const inLanes = (work: (buffer: Uint8Array, position: number) => Promise<void>) =>
      Promise.all(
        lanes.map(async (buffer, lane) => {
          for (let chunk = lane; chunk < chunks; chunk += depth) await work(buffer, chunk * chunkBytes)
        }),
      )
    const store = (buffer: Uint8Array, position: number) =>
      transfer(
        writes,
        writeAsync(file, buffer, 0, chunkBytes, position).then(({ bytesWritten }) => bytesWritten),
      )
    const load = (buffer: Uint8Array, position: number) =>
      transfer(
        reads,
        readAsync(file, buffer, 0, chunkBytes, position).then(({ bytesRead }) => bytesRead),
      )

    meter.start()
    const start = performance.now()
    await inLanes(store)
    const built = performance.now()
    await inLanes(async (buffer, position) => {
      await load(buffer, position)
      await store(buffer, position)
    })
    meter.stop()
    return {
      buildMs: built - start,
      mergeMs: performance.now() - built,
      writeUs: writes.samples,
      readUs: reads.samples,
      preallocated,
    }
  } finally {
    pager.close()
    closeSync(file)
  }
}

async function transfer(clock: VerbClock, bytes: Promise<number>): Promise<void> {
  const start = performance.now()
  if ((await bytes) !== chunkBytes) throw new Error('the device made a short transfer')
  clock.add((performance.now() - start) * 1000)
}
