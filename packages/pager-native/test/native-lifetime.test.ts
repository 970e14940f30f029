// What outlives what: handles nobody closed, processes that end with work in flight, loops that must not grow.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const index = JSON.stringify(new URL('../dist/index.js', import.meta.url).href)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-lifetime-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program with `createPager`, `settle` (collects garbage and turns the event loop) and `folder`. */
function run(source: string, ...flags: string[]) {
  const preamble = `import { createPager, attachPager } from ${index}
    const folder = ${JSON.stringify(folder)}
    const settle = async () => {
      for (let i = 0; i < 10; i++) { globalThis.gc?.(); await new Promise(resolve => setImmediate(resolve)) }
    }`
  return spawnSync(process.execPath, ['--expose-gc', '--input-type=module', ...flags, '-e', `${preamble}\n${source}`], {
    encoding: 'utf8',
  })
}

test('handles and buffers that were dropped are reclaimed, with one warning', () => {
  const { stdout, stderr, status } = run(`
    const pager = createPager({ engine: 'native', scratchDirectory: folder })
    const codes = []
    process.on('warning', ({ code }) => codes.push(code))
    for (let i = 0; i < 50; i++) {
      pager.pageoutWith(i % 2 ? 'swap' : 'file', [new ArrayBuffer(500_000)])
      pager.allocate(500_000)
      pager.allocate(500)
    }
    const kept = pager.pageoutWith('file', [new ArrayBuffer(500_000)])
    pager.stats() // small loans are collected in groups, and a look at them ends the current group
    await settle()
    const { liveHandles, bytes, counters } = pager.stats()
    console.log(JSON.stringify({ liveHandles, lent: bytes.lent, handlesLeaked: counters.handlesLeaked, codes }))
    kept.close()`)
  expect({ stderr: stderr.includes('Error'), status }).toEqual({ stderr: false, status: 0 })
  expect(JSON.parse(stdout)).toEqual({ liveHandles: 1, lent: 0, handlesLeaked: 50, codes: ['PAGER_HANDLE_LEAKED'] })
})

test('a buffer that outlives its dropped pager keeps none of its threads', () => {
  const { stdout, stderr } = run(`
    import { readdirSync } from 'node:fs'
    const threads = () => readdirSync('/proc/self/task').length
    const before = threads()
    const kept = []
    const use = () => {
      const pager = createPager({ engine: 'native', scratchDirectory: folder })
      pager.pageoutWith('file', [new ArrayBuffer(500_000)]).close()
      kept.push(pager.allocate(64), pager.allocate(500_000))
    }
    for (let i = 0; i < 10; i++) use()
    await settle()
    console.log(threads() - before, kept.length)`)
  expect(stderr).toBe('')
  expect(stdout.trim()).toBe('0 20')
})

test('a handle that ended is no leak, and a late finalizer harms nobody who has its place', () => {
  const { stdout, stderr } = run(`
    const pager = createPager({ engine: 'native', scratchDirectory: folder })
    process.on('warning', ({ code }) => console.log('warning', code))
    let live = []
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 20; i++) {
        const buffer = pager.allocate(300_000)
        new Uint8Array(buffer).fill(i)
        const handle = pager.pageoutWith(i % 2 ? 'swap' : 'file', [buffer])
        if (i % 3 === 0) handle.close()
        else if (i % 3 === 1) new Uint8Array(handle.take())[0] = 255
        else live.push([handle, i])
      }
      await settle()
    }
    for (const [handle, i] of live) {
      if (!Buffer.from(handle.take()).equals(Buffer.alloc(300_000, i))) throw new Error('another loan wrote here')
    }
    console.log(pager.stats().counters.handlesLeaked)`)
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '0', stderr: '' })
})

test.each(['native', 'portable'])(
  '%s: a handle that went away and came back survives the object that it was',
  engine => {
    const { stdout, stderr } = run(
      `const pager = createPager({ engine: '${engine}', scratchDirectory: folder })
    const handles = []
    for (let i = 0; i < 100; i++) {
      const token = pager.pageoutWith(i % 2 ? 'file' : 'swap', [new Uint8Array(50_000).fill(i)]).detach()
      handles.push(pager.attach(token))
    }
    await settle()
    const wrong = handles.filter((handle, i) => !Buffer.from(handle.take()).equals(Buffer.alloc(50_000, i)))
    console.log(wrong.length, pager.stats().counters.handlesLeaked)`,
    )
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '0 0', stderr: '' })
  },
)

test('verbs under memory pressure from the collector keep their bytes', () => {
  const { stdout, stderr } = run(
    `const pager = createPager({ engine: 'native', scratchDirectory: folder, writeBehindBytes: 2 ** 21 })
    const handles = []
    for (let i = 0; i < 200; i++) {
      const chunks = [1000, 70_000, 300_000].map(size => new Uint8Array(i % 2 ? pager.allocate(size) : size).fill(i))
      handles.push(pager.pageoutWith(i % 4 === 0 ? 'swap' : 'file', chunks))
      if (i % 10 === 0) globalThis.gc()
      if (i % 3 === 0) handles[i].prefetch()
    }
    let wrong = 0
    for (const [i, handle] of handles.entries()) {
      const taken = Buffer.from(handle.take())
      if (!taken.equals(Buffer.alloc(taken.length, i))) wrong++
      if (i % 10 === 0) globalThis.gc()
    }
    console.log(wrong)`,
    '--max-semi-space-size=1',
  )
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '0', stderr: '' })
})

test.each([
  ['the end of the program', ''],
  ['process.exit', 'process.exit(0)'],
  ['an error that nobody catches', 'throw new Error("on purpose")'],
])('%s with writes and reads in flight is clean', (_, ending) => {
  const { status, signal } = run(`
    const pager = createPager({ engine: 'native', scratchDirectory: folder })
    const handles = []
    for (let i = 0; i < 16; i++) handles.push(pager.pageoutWith('file', [new ArrayBuffer(2 ** 21)]))
    for (const handle of handles) handle.prefetch()
    globalThis.kept = [pager, handles, handles[2].take(), pager.allocate(2 ** 20)]
    ${ending}`)
  expect({ status, signal }).toEqual({ status: ending.startsWith('throw') ? 1 : 0, signal: null })
  expect(readdirSync(folder)).toEqual([])
})

test('process exit while workers are busy is clean', () => {
  const { status, signal, stderr } = run(`
    import { Worker } from 'node:worker_threads'
    const pager = createPager({ engine: 'native', scratchDirectory: folder })
    const source = \`const { workerData, parentPort } = require('node:worker_threads')
      import(${index.replaceAll('"', "'")}).then(({ attachPager }) => {
        const pager = attachPager(workerData)
        for (let i = 0; ; i++) {
          const handle = pager.pageout([new ArrayBuffer(300000)])
          if (i % 3) handle.close()
          if (i === 50) parentPort.postMessage(i)
        }
      })\`
    let busy = 0
    for (let i = 0; i < 2; i++) {
      new Worker(source, { eval: true, execArgv: [], workerData: pager.share() }).on('message', () => ++busy === 2 && process.exit(0))
    }`)
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
  expect(readdirSync(folder)).toEqual([])
})

test('a process that is killed leaves no file', async () => {
  const source = `import { createPager } from ${index}
    const pager = createPager({ engine: 'native', scratchDirectory: ${JSON.stringify(folder)}, writeBehindBytes: 0 })
    const handles = [1000, 200_000, 3_000_000].map(size => pager.pageoutWith('file', [new ArrayBuffer(size)]))
    console.log(pager.stats().file.segments)
    setInterval(() => handles, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await once(child.stdout, 'data')
  expect(String(output).trim()).toBe('3')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(readdirSync(folder)).toEqual([])
})

test('a loop over all verbs keeps memory, descriptors and threads flat', () => {
  const program = new URL('native/leak-loop.mjs', import.meta.url).pathname
  const { early, late } = JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', '--no-warnings', program, '90'], { encoding: 'utf8' }),
  )
  expect(late.descriptors).toBe(early.descriptors)
  expect(late.threads).toBe(early.threads)
  // A slot that leaked per round would be 90 of 2 MiB; what else varies is the heap of V8.
  expect(late.rssBytes - early.rssBytes).toBeLessThan(60 * 2 ** 20)
})
