// One of several threads on an engine whose kernel fails now and then: random verbs against a plain Map, and every byte compared. Handles
// go from thread to thread, in a ring. Which faults strike whom is left to the threads; a seed repeats the verbs, not their timing.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { constants } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { assertBytes, assertDetached, concat, fill, pattern } from '../../src/conformance/bytes.js'
import type { MovableHandle } from '../../src/movable-pager.js'
import type { HandleToken } from '../../src/page-handle.js'
import type { PagerToken } from '../../src/pager.js'
import { attachFaultyPager, type Fault } from './faulty-pager.js'

export interface ModelTask {
  readonly token: PagerToken
  readonly seed: number
  readonly steps: number
  /** Whether writes to the disk fail for good in the last part. */
  readonly breaksDisk: boolean
  /** Where handles come from, and where they go. */
  readonly from: MessagePort
  readonly to: MessagePort
}

/** What happened, so that the test can see that it tested something. */
export interface ModelOutcome {
  readonly moved: number
  /** Verbs that failed, by their error's code. */
  readonly refused: Record<string, number>
}

/** A payload as the model knows it: chunk k has `sizes[k]` bytes of the pattern `seed + k`. */
interface Payload {
  readonly sizes: readonly number[]
  readonly seed: number
}

const { token, seed, steps, breaksDisk, from, to } = workerData as ModelTask
const { pager, inject } = attachFaultyPager(token)
const { EIO, EINTR, ENOMEM, ENOSPC } = constants.errno
const mostLive = 24
const stepsPerTurn = 40
const sector = 4096

const model = new Map<MovableHandle, Payload>()
const refused: Record<string, number> = {}
let moved = 0
let patterns = seed << 20

let state = Math.imul(seed, 0x9e3779b1) | 1
function below(limit: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}
const one = <T>(choices: readonly T[]): T => choices[below(choices.length)]!

const size = () =>
  one([0, below(20), 4090 + below(10), below(70_000), below(140_000), 262_140 + below(8), 2 ** 20, 2 ** 21])
const bytesOf = ({ sizes, seed }: Payload) => concat(...sizes.map((size, k) => pattern(size, seed + k)))

/** Runs a verb that may meet a fault; undefined when it did. */
function attempt<T>(verb: () => T): T | undefined {
  try {
    return verb()
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    assert.match(code, /^PAGER_(NO_SPACE|IO|OUT_OF_MEMORY)$/, String(error))
    refused[code] = (refused[code] ?? 0) + 1
    return undefined
  }
}

function pageOut(): void {
  const payload = { sizes: Array.from({ length: below(4) }, size), seed: patterns }
  patterns += payload.sizes.length
  const chunks = payload.sizes.map((size, k) => {
    const chunk = (below(2) === 0 ? attempt(() => pager.allocate(size)) : undefined) ?? new ArrayBuffer(size)
    fill(new Uint8Array(chunk), payload.seed + k)
    return chunk
  })
  const handle = attempt(() => pager.pageoutWith(one(['swap', 'file', 'file']), chunks))
  if (handle !== undefined) {
    for (const chunk of chunks) assertDetached(chunk, 'a chunk')
    model.set(handle, payload)
    return
  }
  assertBytes(concat(...chunks), bytesOf(payload), 'refused chunks')
  for (const chunk of chunks) pager.recycle(chunk)
}

function read(handle: MovableHandle, payload: Payload): void {
  const bytes = bytesOf(payload)
  const edges = Array.from({ length: below(6) }, () => below(bytes.length + 1)).sort((a, b) => a - b)
  // Every other piece, the last one first: ranges may come in any order, and must not overlap.
  const ranges = edges
    .slice(1)
    .map((edge, i) => ({ offset: edges[i]!, length: edge - edges[i]! }))
    .filter((_, i) => i % 2 === 0)
    .reverse()
  const actual = attempt(() => handle.readAtMany(ranges))
  const expected = Buffer.concat(ranges.map(({ offset, length }) => bytes.subarray(offset, offset + length)))
  if (actual !== undefined) assertBytes(actual, expected, 'readAtMany')
}

/** Whether the payload came back; if not, the handle is as it was. */
function take(handle: MovableHandle, payload: Payload): boolean {
  const taken = attempt(() => handle.take())
  assert.equal(handle.closed, taken !== undefined)
  if (taken === undefined) return false
  model.delete(handle)
  assertBytes(taken, bytesOf(payload), 'take')
  // What is neither recycled nor kept is the collector's.
  if (below(2) === 0) pager.recycle(taken)
  return true
}

function passOn(handle: MovableHandle, payload: Payload): void {
  model.delete(handle)
  to.postMessage({ ...payload, handle: handle.detach() })
  assert.throws(() => handle.take(), { code: 'PAGER_HANDLE_TAKEN' })
  moved++
}

function receive(): void {
  for (let message = receiveMessageOnPort(from); message; message = receiveMessageOnPort(from)) {
    const { handle, ...payload } = message.message as Payload & { handle: HandleToken }
    model.set(pager.attach(handle), payload)
    assert.throws(() => pager.attach(handle), { code: 'PAGER_UNKNOWN_TOKEN' })
  }
}

function close(handle: MovableHandle): void {
  handle.close()
  model.delete(handle)
}

const prefetch = (handle: MovableHandle) => handle.prefetch()
const onHandle = [read, read, prefetch, close, passOn, take, take]

function fault(step: number): Fault {
  const nth = 1 + below(3)
  if (breaksDisk && step > 0.8 * steps) return { call: 'write', times: 2, errno: EIO }
  return one<Fault>([
    { call: 'write', nth, times: 1 + below(2), errno: ENOSPC },
    { call: 'write', nth, times: 1 + below(3), transferBytes: sector },
    { call: 'write', nth, errno: EINTR },
    { call: 'read', nth, times: 1 + below(3), errno: EIO },
    { call: 'read', nth, times: 1 + below(10), transferBytes: sector * below(3) },
    { call: 'read', nth, errno: EINTR },
    { call: 'fallocate', times: 1 + below(2), errno: ENOSPC },
    { call: 'map', times: 1 + below(2), errno: ENOMEM },
  ])
}

function step(number: number): void {
  receive()
  if (below(20) === 0) inject(fault(number))
  if (model.size === 0 || (model.size < mostLive && below(2) === 0)) pageOut()
  else one(onHandle)(...one([...model]))
}

async function run(): Promise<void> {
  for (let number = 0; number < steps; number++) {
    step(number)
    if (number % stepsPerTurn === 0) await nextTurn()
  }
  parentPort!.postMessage('stepped')
  // By then the others send nothing more.
  await once(parentPort!, 'message')
  receive()
  for (const [handle, payload] of [...model]) {
    let tries = 0
    while (!take(handle, payload)) assert.ok(++tries < 100, 'a payload does not come back')
  }
  pager.close()
  parentPort!.postMessage({ moved, refused } satisfies ModelOutcome)
  from.close()
  to.close()
}

await run()
