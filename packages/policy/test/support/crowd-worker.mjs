// One of several worker threads that keep columns, hand them to each other, release what they hold, and reconfigure the budget.
// At the end of each round all stand still, and the first one compares what everybody holds with what the budget counts.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { SharedBudget, TieredPolicy } from '../../dist/index.js'

const { token, index, worker, workers, ports, barrier, held, rounds, operationsPerRound, creditsReleaser } = workerData
const budget = SharedBudget.from(token)
const policy = new TieredPolicy(budget, { worker })
const record = event =>
  policy.record(creditsReleaser && event.claim !== undefined ? { ...event, claim: worker } : event)
const heldBytes = new Float64Array(held)
const arrivals = new Int32Array(barrier)

let state = index + 1
const below = limit => {
  state = (Math.imul(state, 1664525) + 1013904223) | 0
  return (state >>> 8) % limit
}

let round = 0
function meet() {
  round++
  if (Atomics.add(arrivals, 0, 1) + 1 === workers.length * round) {
    Atomics.store(arrivals, 1, round)
    Atomics.notify(arrivals, 1)
    return
  }
  for (let seen = Atomics.load(arrivals, 1); seen < round; seen = Atomics.load(arrivals, 1)) {
    Atomics.wait(arrivals, 1, seen)
  }
}

const columns = []
const failures = []
const counts = { kept: 0, paged: 0, handedOver: 0, releasedForOthers: 0, operations: 0 }

function receive() {
  for (const port of ports) {
    if (!port) continue
    for (let post = receiveMessageOnPort(port); post; post = receiveMessageOnPort(port)) columns.push(post.message)
  }
}

function release(column) {
  if (column.claim !== worker) counts.releasedForOthers++
  record({ type: 'residentReleased', ...column })
}

function operate() {
  counts.operations++
  if (columns.length < 8) receive()
  const dice = below(100)
  if (dice < 2) {
    const [backend, codec] = [below(2) ? 'swap' : 'file', below(2) ? 'lz4' : 'none']
    budget.reconfigure({ workerBytes: below(20_000), sharedBytes: below(60_000), backend, codec })
  } else if (dice < 45 || columns.length === 0) {
    const byteLength = below(512)
    const decision = policy.decide({ byteLength })
    if (decision.action === 'page') {
      counts.paged++
      return record({ type: 'pagedOut', byteLength, storedByteLength: byteLength, ...decision })
    }
    counts.kept++
    const column = { byteLength, claim: decision.claim }
    const receiver = ports[below(3 * ports.length)]
    if (!receiver) return columns.push(column)
    counts.handedOver++
    receiver.postMessage(column)
  } else {
    receive()
    release(columns.splice(below(columns.length), 1)[0])
  }
}

function audit(when) {
  for (const [position, owner] of workers.entries()) {
    const expected = workers.reduce((sum, _, holder) => sum + heldBytes[holder * workers.length + position], 0)
    const counted = budget.inUseBytesOf(owner)
    if (counted !== expected)
      failures.push(`${when}: worker ${position} holds ${expected} bytes, ${counted} are counted`)
  }
}

function standStill(when) {
  meet()
  receive()
  for (const position of workers.keys()) heldBytes[index * workers.length + position] = 0
  for (const { byteLength, claim } of columns) heldBytes[index * workers.length + workers.indexOf(claim)] += byteLength
  meet()
  if (index === 0) audit(when)
  meet()
}

for (let each = 0; each < rounds; each++) {
  for (let operation = 0; operation < operationsPerRound; operation++) operate()
  standStill(`round ${each}`)
}
while (columns.length > 0) release(columns.pop())
standStill('the end')
policy.leave()
for (const port of ports) port?.close()
parentPort.postMessage({ failures, counts })
