// Several worker threads on one engine: no byte is lost or mixed up, and each one's end is its own.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { type attachPager, createPager, type HandleToken } from '../src/index.js'

const workerFile = new URL('native/sharing-worker.mjs', import.meta.url)

interface Message {
  readonly handle?: HandleToken
  readonly done?: boolean
  readonly received?: boolean
  readonly passedOn?: number
}

test('workers page out, read, take and pass handles on, through one small window', async () => {
  // The addon is one library for the process, but the workers load the built package and this test the sources.
  const dist: { createPager: typeof createPager; attachPager: typeof attachPager } = await import(
    new URL('../dist/index.js', import.meta.url).href
  )
  using pager = dist.createPager({
    engine: 'native',
    writeBehindBytes: 4 * 2 ** 20,
    readAheadBytes: 2 ** 21,
    warmBytes: 2 ** 22,
  })
  const token = pager.share()
  const workers = [1, 2, 3].map(seed => new Worker(workerFile, { workerData: { token, seed, rounds: 400 } }))
  let passedOn = 0
  let received = 0
  let done = 0
  await new Promise<void>((resolve, reject) => {
    const settle = () => {
      if (done === workers.length && received === passedOn) resolve()
    }
    for (const [i, worker] of workers.entries()) {
      worker.on('error', reject)
      worker.on('message', (message: Message) => {
        // Handles go around in a ring.
        if (message.handle !== undefined) workers[(i + 1) % workers.length]!.postMessage(message)
        if (message.received) received++
        if (message.done) {
          done++
          passedOn += message.passedOn!
        }
        settle()
      })
    }
  })
  expect(passedOn).toBeGreaterThan(10)
  expect(pager.stats().liveHandles).toBe(0)
  await Promise.all(
    workers.map(worker => {
      worker.postMessage({})
      return once(worker, 'exit')
    }),
  )
  const { bytes } = pager.stats()
  expect(bytes).toMatchObject({ resident: 0, stored: 0, reading: 0, lent: 0 })
})

test('a worker that is terminated in the middle of its verbs leaves nothing and harms nobody', async () => {
  using pager = createPager({ engine: 'native', writeBehindBytes: 2 ** 21 })
  const ours = [1, 2, 3].map(seed => pager.pageoutWith('file', [pattern(2 ** 20, seed)]))
  const source = `
    const { workerData, parentPort } = require('node:worker_threads')
    import(workerData.index).then(({ attachPager }) => {
      const pager = attachPager(workerData.token)
      const handles = []
      for (let i = 0; ; i++) {
        handles.push(pager.pageoutWith(i % 3 === 0 ? 'swap' : 'file', [pager.allocate(300000 + 1000 * (i % 100))]))
        if (i % 2) handles[i >> 1].prefetch()
        if (i % 5 === 0) handles[i].readAt(1000, 100000)
        if (i % 7 === 0) handles[i].take()
        if (i > 20 && i % 2) handles[i - 20].close()
        if (i === 25) parentPort.postMessage('busy')
      }
    })`
  for (let round = 0; round < 6; round++) {
    const worker = new Worker(source, {
      eval: true,
      workerData: { token: pager.share(), index: new URL('../dist/index.js', import.meta.url).href },
    })
    await once(worker, 'message')
    await worker.terminate()
    expect(pager.stats().liveHandles).toBe(ours.length)
  }
  const { bytes } = pager.stats()
  expect(bytes).toMatchObject({ resident: 0, reading: 0, lent: 0 })
  for (const [i, handle] of ours.entries()) assertBytes(handle.take(), pattern(2 ** 20, i + 1), `payload ${i}`)
  await expect.poll(() => pager.stats().file.usedBytes).toBe(0)
})
