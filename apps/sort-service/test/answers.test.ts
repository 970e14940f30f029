// What the service says to what it is asked: sorted lines, or a status that tells what is wrong.
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleValue } from '../../../packages/metrics/test/support/exposition.js'
import { holdASort } from './support/held-sort.js'
import { Service } from './support/service.js'

const MiB = 2 ** 20
let service: Service
beforeAll(async () => {
  const limits = ['--upload-limit-mib', '20', '--line-limit-kib', '64', '--concurrency', '1', '--budget-mib', '1']
  service = await Service.start([...limits, '--codec', 'lz4'])
})
afterAll(() => service[Symbol.asyncDispose]())

async function sorted(text: string | Buffer): Promise<string> {
  const response = await service.sort(text)
  expect(response.status).toBe(200)
  return response.text()
}

/** All that the service says to `text` before it closes the connection. */
async function exchange(text: string): Promise<string> {
  const { hostname, port } = new URL(service.url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('latin1').write(text)
  for await (const piece of socket) answer += piece
  return answer
}

test.each([
  ['lines', 'pear\napple\nfig\n', 'apple\nfig\npear\n'],
  ['a last line without its newline', 'b\na', 'a\nb\n'],
  ['empty lines', 'b\n\na\n\n', '\n\na\nb\n'],
  ['lines that are equal', 'b\na\nb\na\n', 'a\na\nb\nb\n'],
  ['a line and what continues it with a byte below the newline', 'a\tb\na\n', 'a\na\tb\n'],
  ['bytes above ASCII', 'é\nz\nÿ\n', 'z\né\nÿ\n'],
  ['lines of CSV', '10,x\n9,y\n', '10,x\n9,y\n'],
  ['nothing', '', ''],
  ['one newline', '\n', '\n'],
])('%s', async (_what, text, expected) => {
  expect(await sorted(text)).toBe(expected)
})

test('lines of all lengths, in more than one run, in the order of their bytes', async () => {
  const lines = Array.from({ length: 40_000 }, (_, i) =>
    randomBytes(i % 300)
      .toString('latin1')
      .replaceAll('\n', ' '),
  )
  const text = Buffer.from(`${lines.join('\n')}\n`, 'latin1')
  expect(text.byteLength).toBeGreaterThan(5 * MiB)
  const expected = lines.map(line => Buffer.from(line, 'latin1')).sort(Buffer.compare)
  const response = await service.sort(text)
  const got = Buffer.from(await response.arrayBuffer())
  expect(got.equals(Buffer.concat(expected.flatMap(line => [line, Buffer.from('\n')])))).toBe(true)
})

test('the answer has the type of what was sent', async () => {
  const response = await service.sort('b,1\na,2\n', { headers: { 'content-type': 'text/csv' } })
  expect(response.headers.get('content-type')).toBe('text/csv')
  await response.text()
})

test('/healthz and /metrics', async () => {
  const health = await fetch(`${service.url}/healthz`)
  expect([health.status, await health.text()]).toEqual([200, 'ok\n'])
  const metrics = await fetch(`${service.url}/metrics`)
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await metrics.text()).toContain('process_resident_memory_bytes')
})

test('HEAD is answered as GET, without the text', async () => {
  for (const path of ['/healthz', '/metrics']) {
    const head = await fetch(service.url + path, { method: 'HEAD' })
    expect([head.status, await head.text()], path).toEqual([200, ''])
    expect(Number(head.headers.get('content-length')), path).toBeGreaterThan(2)
  }
})

test('415 for a body that is encoded', async () => {
  const encoded = await service.sort('b\na\n', { headers: { 'content-encoding': 'gzip' } })
  expect([encoded.status, await encoded.text()]).toEqual([415, expect.stringContaining('content-encoding')])
  const plain = await service.sort('b\na\n', { headers: { 'content-encoding': 'Identity' } })
  expect(await plain.text()).toBe('a\nb\n')
})

test('404 and 405', async () => {
  expect((await fetch(`${service.url}/nothing`)).status).toBe(404)
  const get = await fetch(`${service.url}/sort`)
  expect([get.status, get.headers.get('allow'), get.headers.get('connection')]).toEqual([405, 'POST', 'keep-alive'])
  const post = await fetch(`${service.url}/healthz`, { method: 'POST', body: 'x' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('505 for HTTP/1.0, where half an answer looks like a whole one', async () => {
  const answer = await exchange('POST /sort HTTP/1.0\r\ncontent-length: 4\r\n\r\nb\na\n')
  expect(answer).toMatch(/^HTTP\/1\.1 505 /)
  expect(answer).toMatch(/\na sort takes HTTP\/1\.1\n$/)
  expect(await exchange('GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 .*\nok\n$/s)
})

test('413 for a body that says it is too large, before it is sent', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-length': 21 * MiB, expect: '100-continue' }
    const sending = request(`${service.url}/sort`, { method: 'POST', headers })
    sending.on('error', reject).on('response', response => {
      resolve(response.statusCode)
      sending.destroy()
    })
    sending.flushHeaders()
  })
  expect(status).toBe(413)
})

test('413 for a body that turns out to be too large, and for a line that does', async () => {
  async function* tooMuch() {
    for (let sent = 0; sent < 21; sent++) yield Buffer.alloc(MiB, `${'x'.repeat(32_767)}\n`)
  }
  const body = await service.sort(tooMuch())
  expect([body.status, await body.text()]).toEqual([413, `a body may have ${20 * MiB} bytes\n`])
  const line = await service.sort(Buffer.alloc(65_537, 'x'))
  expect([line.status, await line.text()]).toEqual([413, 'a line is longer than 65536 bytes\n'])
  expect((await sorted(Buffer.alloc(65_536, 'x'))).length).toBe(65_537)
  await service.shows('spillway_pager_handles', {}, 0)
})

test('a client that goes on sending after it was refused is told, and then cut off', async () => {
  const { hostname, port } = new URL(service.url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('latin1').on('data', text => {
    answer += text
  })
  // The connection is reset under what is still to be sent.
  socket.on('error', () => {})
  const closed = new Promise(resolve => socket.on('close', resolve))
  socket.write('POST /sort HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
  const chunk = Buffer.from(`10001\r\n${'x'.repeat(65_537)}\r\n`)
  const more = () => {
    while (socket.writable && socket.write(chunk));
  }
  socket.on('drain', more)
  more()
  await closed
  expect(answer).toMatch(/^HTTP\/1\.1 413 [^\0]*connection: close[^\0]*\na line is longer than 65536 bytes\n$/i)
  await service.shows('sort_service_sorts', {}, 0)
  const told = sampleValue(await service.scrape(), 'sort_service_responses_total', { route: '/sort', status: '413' })
  expect(told).toBeGreaterThan(0)
})

test('503 while there are as many sorts as there may be', async () => {
  const { finish, answer } = await holdASort(service)
  const second = await service.sort('x\n')
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5'])
  await second.text()
  finish()
  expect(await (await answer).text()).toBe('a\nb\n')
  expect(await sorted('x\n')).toBe('x\n')
})
