// The service: what each request gets, how many sorts there are at a time, and how it ends. A body is taken as fast as it can be cut into
// runs, and the answer goes out as fast as the client takes it; nothing of either is queued in memory.
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { finished, pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { Configuration } from './configuration.js'
import { LineSorter } from './line-sorter.js'
import { LineSplitter } from './line-splitter.js'
import { Refusal, refusalOf } from './refusal.js'
import { ServiceMetrics } from './service-metrics.js'
import { SortPaging } from './sort-paging.js'

/** How long a client may neither send nor take anything while it is its turn. */
const IDLE_MS = 60_000
/** How long a client that was refused half-way may go on sending before it is cut off. */
const DRAIN_MS = 2_000

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export class SortService {
  readonly #configuration: Configuration
  readonly #paging: SortPaging
  readonly #metrics: ServiceMetrics
  readonly #server: Server
  readonly #routes: ReadonlyMap<string, { readonly methods: readonly string[]; readonly handle: Handler }>
  #sorts = 0
  #stopping = false
  #lastSortEnded = () => {}

  constructor(configuration: Configuration) {
    this.#configuration = configuration
    this.#paging = new SortPaging(configuration)
    this.#metrics = new ServiceMetrics(this.#paging.sources)
    this.#routes = new Map([
      ['/sort', { methods: ['POST'], handle: (request, response) => this.#sort(request, response) }],
      ['/metrics', { methods: ['GET', 'HEAD'], handle: (_, response) => this.#showMetrics(response) }],
      ['/healthz', { methods: ['GET', 'HEAD'], handle: (_, response) => this.#showHealth(response) }],
    ] satisfies [string, { methods: string[]; handle: Handler }][])
    this.#server = createServer((request, response) => void this.#answer(request, response))
    // A large body may take longer than the five minutes that Node allows by itself; one that stands still may not (IDLE_MS).
    this.#server.requestTimeout = 0
  }

  /**
   * Listens, and returns where.
   *
   * @throws PagerError the scratch directory cannot be used
   * @throws Error it cannot listen there
   */
  async start(): Promise<string> {
    this.#paging.checkScratch()
    const { host, port } = this.#configuration
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
    const address = this.#server.address() as AddressInfo
    return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
  }

  /**
   * Takes no more work, lets sorts end for `graceSeconds`, breaks off those that have not ended, and gives everything back. It listens
   * until then, so that whoever asks for its health hears that it is shutting down.
   */
  async stop(): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    const ended = new Promise<void>(resolve => {
      this.#lastSortEnded = resolve
    })
    const grace = setTimeout(() => {
      this.#lastSortEnded()
      // After the server was closed: nobody may connect any more.
      void setImmediate().then(() => this.#server.closeAllConnections())
    }, this.#configuration.graceSeconds * 1000)
    if (this.#sorts === 0) this.#lastSortEnded()
    await ended
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeIdleConnections()
    await closed
    clearTimeout(grace)
    this.#paging[Symbol.dispose]()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? ''
    const route = this.#routes.get(path)
    request.socket.setTimeout(IDLE_MS)
    if (this.#stopping) response.setHeader('connection', 'close')
    // A client that goes away has its answer counted as not given.
    let status = 499
    try {
      if (route === undefined) throw new Refusal(404, 'there is /sort, /metrics and /healthz')
      if (!route.methods.includes(request.method ?? '')) {
        const allow = route.methods.join(', ')
        throw new Refusal(405, `${path} takes ${allow}`, { allow })
      }
      await route.handle(request, response)
      if (response.writableFinished) status = response.statusCode
    } catch (error) {
      if (await refuse(request, response, error)) status = response.statusCode
    }
    this.#metrics.responses.inc({ route: route === undefined ? 'other' : path, status })
  }

  async #sort(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { concurrency, uploadLimitBytes } = this.#configuration
    // An answer to HTTP/1.0 ends where the connection does: a broken one would look whole.
    if (request.httpVersion === '1.0') throw new Refusal(505, 'a sort takes HTTP/1.1')
    if (this.#stopping) throw new Refusal(503, 'the service is shutting down')
    if (this.#sorts === concurrency) throw new Refusal(503, 'too many sorts at a time', { 'retry-after': '5' })
    if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
      throw new Refusal(415, 'lines are sorted as they are sent: without a content-encoding')
    }
    if (Number(request.headers['content-length'] ?? 0) > uploadLimitBytes) throw tooLarge(uploadLimitBytes)
    this.#metrics.sorts.set(++this.#sorts)
    try {
      using sorter = new LineSorter(this.#paging.columns)
      await this.#receive(request, sorter)
      // From here to the first line of the answer it is the client who waits.
      request.socket.setTimeout(0)
      await sorter.finish()
      request.socket.setTimeout(IDLE_MS)
      response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'text/plain' })
      await pipeline(sorter.text(), response)
    } finally {
      this.#metrics.sorts.set(--this.#sorts)
      if (this.#sorts === 0) this.#lastSortEnded()
    }
  }

  async #receive(request: IncomingMessage, sorter: LineSorter): Promise<void> {
    const { uploadLimitBytes, lineLimitBytes } = this.#configuration
    const splitter = new LineSplitter(lineLimitBytes)
    let received = 0
    // A body that is refused half-way is not destroyed: with it would go the connection that the refusal is sent on.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.byteLength
      this.#metrics.receivedBytes.inc(chunk.byteLength)
      if (received > uploadLimitBytes) throw tooLarge(uploadLimitBytes)
      await sorter.add(splitter.split(chunk))
    }
    await sorter.add(splitter.end())
  }

  async #showMetrics(response: ServerResponse): Promise<void> {
    const { registry } = this.#metrics
    const text = await registry.metrics()
    await send(response, 200, text, { 'content-type': registry.contentType })
  }

  async #showHealth(response: ServerResponse): Promise<void> {
    await send(response, this.#stopping ? 503 : 200, this.#stopping ? 'shutting down\n' : 'ok\n')
  }
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(413, `a body may have ${limitBytes} bytes`)
}

/** Whether the client was told. */
async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<boolean> {
  if (request.socket.destroyed) return false
  const { status, message, headers } = refusalOf(error)
  if (status === 500) console.error('sort-service:', error)
  if (response.headersSent) {
    // Half an answer must not look like a whole one.
    response.destroy()
    return false
  }
  // A body that came with its head is complete a turn later.
  await setImmediate()
  if (request.complete) {
    await send(response, status, `${message}\n`, headers)
    return response.writableFinished
  }
  // The answer has its length, so that the client knows all of it before the connection ends. Until then what is still to come of the body is
  // read and dropped: to close on it would take the answer away from a client that sends before it reads.
  const told = new Promise<boolean>(resolve => {
    writeHead(response, status, `${message}\n`, { ...headers, connection: 'close' })
    response.write(`${message}\n`, failure => resolve(!failure))
    response.once('close', () => resolve(false))
  })
  const drained = finished(request.resume(), { signal: AbortSignal.timeout(DRAIN_MS) }).catch(() => {})
  const wasTold = await told
  await drained
  response.end()
  return wasTold
}

function writeHead(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders) {
  const length = { 'content-length': Buffer.byteLength(text) }
  return response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...length, ...headers })
}

async function send(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders = {}) {
  writeHead(response, status, text, headers).end(text)
  await finished(response).catch(() => {})
}
