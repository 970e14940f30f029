// Moving a payload from one handle to another, within the one thread that a portable pager has.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { createPortablePager } from '../src/portable-pager.js'

const code = (name: string) => expect.objectContaining({ name: 'PagerError', code: name })

test.each(['file', 'swap'] as const)('a detached %s payload becomes a handle again, once', backend => {
  using pager = createPortablePager()
  const handle = pager.pageoutWith(backend, [pattern(5000)])
  const token = handle.detach()
  for (const verb of ['take', 'detach'] as const) expect(() => handle[verb]()).toThrow(code('PAGER_HANDLE_TAKEN'))
  handle.close()
  expect(pager.stats().liveHandles).toBe(1)
  const moved = pager.attach(structuredClone(token))
  expect(moved).toMatchObject({ backend, byteLength: 5000, closed: false })
  expect(() => pager.attach(token)).toThrow(code('PAGER_UNKNOWN_TOKEN'))
  expect(Buffer.from(moved.take()).equals(Buffer.from(pattern(5000)))).toBe(true)
  expect(pager.stats().liveHandles).toBe(0)
})

test('tokens of nothing, of another pager, and for a closed pager are refused', () => {
  using pager = createPortablePager()
  using other = createPortablePager()
  const token = other.pageout([pattern(8)]).detach()
  for (const unknown of [token, { spillwayHandle: '' }, {}, undefined]) {
    expect(() => pager.attach(unknown as typeof token)).toThrow(code('PAGER_UNKNOWN_TOKEN'))
  }
  other.close()
  expect(() => other.attach(token)).toThrow(code('PAGER_CLOSED'))
})

test('collecting the handle that was detached does not end the payload', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  using pager = createPortablePager()
  const token = (() => {
    pager.pageout([pattern(10)])
    return pager.pageout([pattern(5000)]).detach()
  })()
  for (let round = 0; round < 200 && pager.stats().counters.handlesLeaked === 0; round++) {
    gc()
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(pager.stats()).toMatchObject({ liveHandles: 1, counters: { handlesLeaked: 1 } })
  expect(Buffer.from(pager.attach(token).take()).equals(Buffer.from(pattern(5000)))).toBe(true)
})
