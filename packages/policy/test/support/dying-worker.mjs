// A worker thread that claims, and releases its own and another worker's claims, until it is terminated in the middle.
import { workerData } from 'node:worker_threads'
import { SharedBudget, TieredPolicy } from '../../dist/index.js'

const { token, worker, other, otherBytes, progress } = workerData
const policy = new TieredPolicy(SharedBudget.from(token), { worker })
const counts = new Int32Array(progress)

for (;;) {
  for (let byteLength = 1; byteLength <= 64; byteLength++) {
    const decision = policy.decide({ byteLength })
    if (decision.action === 'skip' && byteLength % 8 !== 0) {
      policy.record({ type: 'residentReleased', byteLength, claim: decision.claim })
    }
  }
  policy.record({ type: 'residentReleased', byteLength: otherBytes, claim: other })
  Atomics.add(counts, 0, 1)
  Atomics.notify(counts, 0)
}
