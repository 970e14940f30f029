// Runs every verb over and over and prints what the process holds at a third of the way and at the end, once all has settled.
import { readdirSync, readFileSync } from 'node:fs'
import { createPager } from '../../dist/index.js'

const rounds = Number(process.argv[2])
const settle = async () => {
  for (let i = 0; i < 10; i++) {
    globalThis.gc()
    await new Promise(resolve => setImmediate(resolve))
  }
}
const held = () => ({
  rssBytes: process.memoryUsage.rss(),
  descriptors: readdirSync('/proc/self/fd').length,
  threads: Number(/^Threads:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]),
})

async function round(i) {
  const pager = createPager({ engine: 'native', warmBytes: 2 ** 22 })
  const handles = []
  for (let k = 0; k < 12; k++) {
    const size = [1000, 100_000, 400_000, 2 ** 21][k % 4]
    handles.push(
      pager.pageoutWith(k % 3 === 0 ? 'swap' : 'file', [k % 2 ? pager.allocate(size) : new ArrayBuffer(size)]),
    )
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

for (let i = 0; i < rounds / 3; i++) await round(i)
await settle()
const early = held()
for (let i = 0; i < rounds; i++) await round(i)
await settle()
console.log(JSON.stringify({ early, late: held() }))
