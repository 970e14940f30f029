// One stream with one policy: columns are filled, paged out, taken back in the same order, and looked at.
import { setImmediate } from 'node:timers/promises'
import type { ContainerBytes } from '@spillway/column'
import { ColumnPager } from '@spillway/column-pager'
import { createPager } from '@spillway/pager-native'
import type { PagingPolicy } from '@spillway/policy'
import type { AdaptiveConfiguration } from './arguments.js'
import type { Fill } from './streams.js'

/** A column that is nothing but its bytes, in one buffer that it owns. */
interface Bytes {
  buffer: ArrayBuffer
}

const container: ContainerBytes<Bytes> = {
  byteLength: ({ buffer }) => buffer.byteLength,
  slices: ({ buffer }) => [new Uint8Array(buffer)],
  ownedBuffer: ({ buffer }) => (buffer.byteLength === 0 ? undefined : buffer),
  fromBytes: bytes => ({ buffer: bytes.buffer as ArrayBuffer }),
  clear: column => {
    column.buffer = new ArrayBuffer(0)
  },
}

/** How long signals may have to wait: they are delivered between two turns of the event loop. */
const TURN_MS = 100

/** @throws Error a column came back wrong; `signal` was aborted */
export async function runStream(
  fill: Fill,
  policy: PagingPolicy,
  { columns: count, columnBytes, lag, scratch }: AdaptiveConfiguration,
  signal: AbortSignal,
): Promise<number> {
  using pager = createPager(scratch === undefined ? {} : { scratchDirectory: scratch })
  const columns = new ColumnPager({ pager, policy, container })
  const out = []
  const start = performance.now()
  let turn = start
  for (let index = 0; index < count + lag; index++) {
    if (performance.now() - turn > TURN_MS) {
      await setImmediate()
      signal.throwIfAborted()
      turn = performance.now()
    }
    if (index < count) {
      const column = { buffer: pager.allocate(columnBytes) }
      fill(new Uint8Array(column.buffer), index, count)
      new DataView(column.buffer).setUint32(0, index)
      out.push(columns.page(column))
    }
    if (index < lag) continue
    const back = columns.take(out.shift()!)
    if (back.buffer.byteLength !== columnBytes || new DataView(back.buffer).getUint32(0) !== index - lag)
      throw new Error(`column ${index - lag} came back wrong`)
    columns.recycle(back)
  }
  return (performance.now() - start) / 1000
}
