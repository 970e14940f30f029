// The promise form: the same results and errors, waiting beside the event loop, in order, and never for ever.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { createPager as createSync } from '../src/index.js'
import { attachPager, createPager } from '../src/promises.js'

const size = 2 ** 20

test('page-outs beyond the window wait without blocking, in order, and everything comes back', async () => {
  using pager = createPager({ engine: 'native', writeBehindBytes: 2 * size, readAheadBytes: 2 * size })
  let turns = 0
  const turning = setInterval(() => turns++, 0)
  const pageouts = Array.from({ length: 24 }, (_, i) => pager.pageout([pattern(size, i)]))
  const order: number[] = []
  for (const [i, pageout] of pageouts.entries()) pageout.then(() => order.push(i))
  const handles = await Promise.all(pageouts)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(pager.stats().counters.stalls).toBe(0)
  const reads = await Promise.all(handles.map(handle => handle.readAtMany([{ offset: 5, length: 100 }])))
  for (const [i, read] of reads.entries()) assertBytes(read, new Uint8Array(pattern(size, i), 5, 100), `read ${i}`)
  const target = new Uint8Array(1000)
  await handles[3]!.readInto(7, target)
  assertBytes(target, new Uint8Array(pattern(size, 3), 7, 1000), 'readInto')
  const taken = await Promise.all(handles.map(handle => handle.take()))
  for (const [i, buffer] of taken.entries()) assertBytes(buffer, pattern(size, i), `payload ${i}`)
  clearInterval(turning)
  expect(turns).toBeGreaterThan(0)
  expect(pager.stats().liveHandles).toBe(0)
})

test('mistakes and ended handles reject with what the synchronous verbs throw', async () => {
  using pager = createPager({ engine: 'native' })
  const handle = await pager.pageoutWith('file', [pattern(size)])
  await expect(handle.readAt(size, 1)).rejects.toThrow(RangeError)
  await expect(pager.pageoutWith('file', [new SharedArrayBuffer(8) as unknown as ArrayBuffer])).rejects.toThrow(
    TypeError,
  )
  await expect(pager.pageout(undefined as unknown as ArrayBuffer[])).rejects.toThrow(TypeError)
  await handle.take()
  await expect(handle.take()).rejects.toMatchObject({ code: 'PAGER_HANDLE_TAKEN' })
  expect(() => createPager({ writeBehindBytes: 0 })).toThrow(RangeError)
})

test('close and a closed pager end what is pending', async () => {
  const pager = createPager({ engine: 'native', writeBehindBytes: size })
  const handles = await Promise.all(Array.from({ length: 6 }, (_, i) => pager.pageoutWith('file', [pattern(size, i)])))
  const first = handles[0]!.take()
  handles[0]!.close()
  const outcome = await first.then(
    () => 'taken',
    error => error.code,
  )
  expect(['taken', 'PAGER_HANDLE_CLOSED']).toContain(outcome)
  const pending = Promise.allSettled([
    ...handles.slice(1).map(handle => handle.take()),
    ...Array.from({ length: 6 }, () => pager.pageoutWith('file', [pattern(size)])),
  ])
  pager.close()
  const codes = (await pending).map(settled => (settled.status === 'fulfilled' ? 'done' : settled.reason.code))
  for (const code of codes) expect(['done', 'PAGER_CLOSED']).toContain(code)
  expect(codes.at(-1)).toBe('PAGER_CLOSED')
})

test('both forms share an engine', async () => {
  using sync = createSync({ engine: 'native' })
  using pager = attachPager(sync.share())
  const handle = await pager.pageout([pattern(size, 9)])
  assertBytes(sync.attach(handle.detach()).take(), pattern(size, 9), 'a handle that moved')
  const back = pager.attach(sync.pageout([pattern(size, 8)]).detach())
  assertBytes(await back.take(), pattern(size, 8), 'a handle that moved back')
})

/** A handle whose payload is on disk only. */
async function storedHandle(pager: ReturnType<typeof createPager>) {
  const handle = await pager.pageoutWith('file', [pattern(size, 5)])
  await expect.poll(() => pager.stats().bytes.writing, { interval: 1 }).toBe(0)
  return handle
}

test('a handle that moves away ends what is pending on it, also when nobody reads its bytes any more', async () => {
  using pager = createPager({ engine: 'native', ioThreads: 1, writeBehindBytes: 1 })
  using other = attachPager(pager.share())
  for (let i = 0; i < 20; i++) {
    const handle = await storedHandle(pager)
    const read = handle.readAt(0, 10)
    other.attach(handle.detach()).close()
    await expect(read).rejects.toMatchObject({ code: 'PAGER_HANDLE_TAKEN' })
  }
})

test('verbs of one handle go in the order of the calls', async () => {
  using pager = createPager({ engine: 'native', writeBehindBytes: 1 })
  for (let i = 0; i < 10; i++) {
    const handle = await storedHandle(pager)
    const read = handle.readAt(3, 10)
    // The read ends on its thread while this one computes, and nobody has heard of it yet.
    const until = performance.now() + 10
    while (performance.now() < until);
    const taken = handle.take()
    assertBytes(await read, new Uint8Array(pattern(size, 5), 3, 10), 'what was read first')
    assertBytes(await taken, pattern(size, 5), 'what was taken')
  }
})

test('a handle that is closed ends what is pending on it at once, although others fill the window', async () => {
  using pager = createPager({ engine: 'native', writeBehindBytes: 1, readAheadBytes: size })
  const handles = []
  for (let i = 0; i < 6; i++) handles.push(await storedHandle(pager))
  const reads = handles.map(handle => handle.readAt(0, 10))
  handles[4]!.close()
  const late = new Promise(resolve => setImmediate(() => resolve('late')))
  expect(await Promise.race([late, reads[4]!.catch(error => error.code)])).toBe('PAGER_HANDLE_CLOSED')
  reads.splice(4, 1)
  expect((await Promise.all(reads)).length).toBe(5)
})

test('a page-out of something that is no chunk rejects, whatever its byteLength is', async () => {
  using pager = createPager({ engine: 'native' })
  for (const chunk of [{ byteLength: 5n }, { byteLength: Symbol('five') }]) {
    await expect(pager.pageout([chunk as unknown as ArrayBuffer])).rejects.toThrow(TypeError)
  }
})

test('a portable pager has the promise form too', async () => {
  using pager = createPager({ engine: 'portable' })
  const handle = await pager.pageoutWith('file', [pattern(size, 2)])
  assertBytes(await handle.readAt(10, 20), new Uint8Array(pattern(size, 2), 10, 20), 'readAt')
  assertBytes(await handle.take(), pattern(size, 2), 'take')
})

test('a program that awaits nothing else stays alive for a pending verb, and ends afterwards', () => {
  const source = `
    import { createPager } from ${JSON.stringify(new URL('../dist/promises.js', import.meta.url).href)}
    const pager = createPager({ engine: 'native', writeBehindBytes: 2 ** 20 })
    const handles = []
    for (let i = 0; i < 8; i++) handles.push(await pager.pageoutWith('file', [new ArrayBuffer(2 ** 20)]))
    let bytes = 0
    for (const handle of handles) bytes += (await handle.take()).byteLength
    console.log(bytes)`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' })
  expect(output.trim()).toBe(String(8 * 2 ** 20))
})

test('pagers that were dropped take their threads along, and those that somebody awaits do not', () => {
  const source = `
    import { readdirSync } from 'node:fs'
    import { createPager } from ${JSON.stringify(new URL('../dist/promises.js', import.meta.url).href)}
    const settle = async () => {
      for (let i = 0; i < 10; i++) { globalThis.gc(); await new Promise(resolve => setImmediate(resolve)) }
    }
    const use = async () => {
      const pager = createPager({ engine: 'native', writeBehindBytes: 2 ** 20 })
      const handles = []
      for (let i = 0; i < 4; i++) handles.push(await pager.pageoutWith('file', [new ArrayBuffer(2 ** 20)]))
      return Promise.all(handles.map(handle => handle.take()))
    }
    await use()
    await settle()
    const before = readdirSync('/proc/self/fd').length
    for (let i = 0; i < 10; i++) {
      const taken = use()
      await settle()
      if ((await taken).length !== 4) throw new Error('lost')
    }
    await settle()
    console.log(readdirSync('/proc/self/fd').length - before)`
  const output = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', source], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(output.trim()).toBe('0')
})
