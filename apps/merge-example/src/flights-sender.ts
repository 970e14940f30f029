// The reading worker: turns flights into columns of updates and deals them out by key range. A receiver's two batch buffers travel to
// it and back; when both are under way, reading waits.
import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { Column } from '@spillway/column'
import { FlightUpdate, type FlightUpdateRow } from './flight-update.js'
import { type FlightGroup, readFlights } from './flights-reader.js'
import { KeyRanges } from './key-ranges.js'
import type { ProgressCounters } from './progress-counters.js'
import { UpdateChecksum } from './update-checksum.js'
import type { BatchMessage, SentFlights } from './worker-task.js'

/** The file ends half a year after it begins: 181 days, so that a copy that much later shares no row with the original. */
const SHIFT_MILLISECONDS = 181 * 24 * 60 * 60 * 1000

const BUFFERS_PER_RECEIVER = 2

/** Sends the first `maxRows` flights `scale` times, each time later, through `ports`, and then 'end' through each. */
export async function sendFlights(
  ports: readonly MessagePort[],
  scale: number,
  maxRows: number,
  counters: ProgressCounters,
): Promise<SentFlights> {
  const receivers = ports.map(port => new Receiver(port))
  // One object for all rows: a column copies what is in it.
  const update: FlightUpdateRow = { route: ['', ''], date: 0, delay: 0, distance: 0, diff: 1 }
  let ranges: KeyRanges | undefined
  for await (const group of readFlights(undefined, maxRows)) {
    ranges ??= new KeyRanges(group, ports.length)
    for (let copy = 0; copy < scale; copy++) {
      for (let i = 0; i < group.length; i++) {
        fillUpdate(update, group, i, copy * SHIFT_MILLISECONDS)
        const receiver = receivers[ranges.rangeOf(group, i)]!
        receiver.batch.push(update)
        if (receiver.batch.isFull()) await receiver.send()
      }
      counters.add('rowsRead', group.length)
    }
  }
  for (const receiver of receivers) await receiver.end()
  const checksum = new UpdateChecksum()
  for (const receiver of receivers) checksum.merge(receiver.checksum.parts)
  return {
    rows: receivers.reduce((sum, receiver) => sum + receiver.sentRows, 0),
    bytes: receivers.reduce((sum, receiver) => sum + receiver.sentBytes, 0),
    checksum: checksum.parts,
  }
}

function fillUpdate(update: FlightUpdateRow, group: FlightGroup, index: number, shift: number): void {
  update.route[0] = group.airports[group.origin[index]!]!
  update.route[1] = group.airports[group.destination[index]!]!
  update.date = group.date[index]! + shift
  update.delay = group.delay[index]!
  update.distance = group.distance[index]!
}

class Receiver {
  readonly batch = new Column(FlightUpdate)
  readonly checksum = new UpdateChecksum()
  sentRows = 0
  sentBytes = 0
  readonly #port: MessagePort
  readonly #free: ArrayBuffer[] = []

  constructor(port: MessagePort) {
    this.#port = port
    for (let i = 0; i < BUFFERS_PER_RECEIVER; i++) this.#free.push(new ArrayBuffer(2 ** 21))
    port.on('message', (buffer: ArrayBuffer) => this.#free.push(buffer))
  }

  async send(): Promise<void> {
    while (this.#free.length === 0) await once(this.#port, 'message')
    const body = this.#free.pop()!
    const byteLength = this.batch.writeInto(new Uint8Array(body))
    this.checksum.add(this.batch)
    this.sentRows += this.batch.length
    this.sentBytes += byteLength
    const message: BatchMessage = { body, byteLength }
    this.#port.postMessage(message, [body])
    this.batch.clear()
  }

  async end(): Promise<void> {
    if (this.batch.length > 0) await this.send()
    const message: BatchMessage = 'end'
    this.#port.postMessage(message)
    this.#port.close()
  }
}
