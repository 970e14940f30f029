// Two threads on one engine: the worker pages out, the main thread takes back.
import assert from 'node:assert/strict'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { attachPager, createPager } from '@spillway/pager-native'

if (isMainThread) {
  const pager = createPager({ engine: 'native' })
  const worker = new Worker(new URL(import.meta.url), { workerData: pager.share() })
  const token = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  assert.equal(new Uint8Array(pager.attach(token).take())[99_999], 42)
  pager.close()
  console.log('ok')
} else {
  const pager = attachPager(workerData)
  parentPort.postMessage(pager.pageoutWith('file', [new Uint8Array(100_000).fill(42)]).detach())
}
