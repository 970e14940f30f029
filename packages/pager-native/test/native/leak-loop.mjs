// Runs every verb over and over and prints what the process holds early on and at the end, once all has settled.
//   node --expose-gc leak-loop.mjs ROUNDS [MINUTES]     the soak: at least so many rounds, for at least so many minutes
import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import { createPager } from '../../dist/index.js'

const rounds = Number(process.argv[2])
const minutes = Number(process.argv[3] ?? 0)
const scratchDirectory = '/var/tmp'

const settle = async () => {
  for (let i = 0; i < 10; i++) {
    globalThis.gc()
    await new Promise(resolve => setImmediate(resolve))
  }
}
const held = () => {
  const { blocks, bfree, bsize } = statfsSync(scratchDirectory)
  return {
    rssBytes: process.memoryUsage.rss(),
    descriptors: readdirSync('/proc/self/fd').length,
    threads: Number(/^Threads:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]),
    diskBytes: (blocks - bfree) * bsize,
  }
}

async function round(i) {
  const pager = createPager({ engine: 'native', warmBytes: 2 ** 22, scratchDirectory })
  const handles = []
  for (let k = 0; k < 12; k++) {
    const size = [1000, 100_000, 400_000, 2 ** 21][k % 4]
    const chunk = k % 2 ? pager.allocate(size) : new ArrayBuffer(size)
    handles.push(pager.pageoutWith(k % 3 === 0 ? 'swap' : 'file', [chunk]))
  }
  for (const [k, handle] of handles.entries()) {
    if (k % 4 === 0) handle.prefetch()
    if (k % 4 === 1) handle.readAt(0, 500)
    if (k % 4 === 2) pager.recycle(handle.take())
    if (k % 4 === 3 && i % 2) handle.take()
  }
  // Some handles and buffers are left to the collector, and every other pager to its own end.
  if (i % 2) pager.close()
  if (i % 10 === 0) await settle()
}

for (let i = 0; i < Math.max(30, rounds / 3); i++) await round(i)
await settle()
const early = held()
const end = Date.now() + minutes * 60_000
let done = 0
for (; done < rounds || Date.now() < end; done++) {
  await round(done)
  if (minutes > 0 && done % 1000 === 0) console.error(done, JSON.stringify(held()))
}
await settle()
console.log(JSON.stringify({ rounds: done, early, late: held() }))
