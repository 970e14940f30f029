// One of several worker threads on an engine: pages out, reads, prefetches, takes, passes handles on, and checks every byte.
import { parentPort, workerData } from 'node:worker_threads'
import { attachPager } from '../../dist/index.js'

const { token, seed, rounds } = workerData
const pager = attachPager(token)
let state = seed * 2654435761 + 1
const random = below => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const sizes = [100, 4096, 70_000, 200_000, 400_000, 2 ** 20]

function make(size, mark) {
  const buffer = random(2) === 0 ? pager.allocate(size) : new ArrayBuffer(size)
  new Uint8Array(buffer).fill(mark)
  new DataView(buffer).setUint32(0, mark)
  return buffer
}
function check(buffer, size, mark) {
  const bytes = new Uint8Array(buffer)
  if (bytes.length !== size || new DataView(buffer).getUint32(0) !== mark)
    throw new Error(`worker ${seed}: wrong start`)
  for (let i = 4; i < size; i += 997) if (bytes[i] !== (mark & 0xff)) throw new Error(`worker ${seed}: wrong byte ${i}`)
}

const live = []
let passedOn = 0
parentPort.on('message', ({ handle, size, mark }) => {
  if (handle === undefined) {
    finish()
    return
  }
  const attached = pager.attach(handle)
  check(attached.take(), size, mark)
  parentPort.postMessage({ received: true })
})
for (let round = 0; round < rounds; round++) {
  const size = sizes[random(sizes.length)]
  const mark = (seed << 20) + round
  live.push({ handle: pager.pageoutWith(random(3) === 0 ? 'swap' : 'file', [make(size, mark)]), size, mark })
  const verb = random(5)
  const index = random(live.length)
  const { handle, size: its, mark: itsMark } = live[index]
  if (verb === 0) handle.prefetch()
  else if (verb === 1) check(handle.readAt(0, its), its, itsMark)
  else if (verb === 2 && live.length > 5) {
    pager.recycle(handle.take())
    live.splice(index, 1)
  } else if (verb === 3 && live.length > 20) {
    parentPort.postMessage({ handle: handle.detach(), size: its, mark: itsMark })
    passedOn++
    live.splice(index, 1)
  } else if (verb === 4 && live.length > 40) {
    handle.close()
    live.splice(index, 1)
  }
}
for (const { handle, size, mark } of live) check(handle.take(), size, mark)
parentPort.postMessage({ done: true, passedOn })

function finish() {
  pager.close()
  parentPort.close()
}
