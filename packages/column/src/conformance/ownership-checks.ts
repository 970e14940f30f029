// Is it clear whose memory a body is, so that a pager may consume it?

import assert from 'node:assert/strict'
import { amid, bodyOf, type Check } from './check.js'

export const ownershipChecks: readonly Check[] = [
  {
    title: 'an owned buffer is the body from the first byte to the last',
    run(trial) {
      const container = trial.create()
      const owned = trial.container.ownedBuffer?.(container)
      if (owned === undefined) return
      assert.ok(owned instanceof ArrayBuffer)
      assert.deepEqual(new Uint8Array(owned), bodyOf(trial, container))
    },
  },
  {
    title: 'a container over all of a buffer owns that buffer, if it says that it owns any',
    run(trial) {
      const bytes = bodyOf(trial, trial.create())
      const owned = trial.container.ownedBuffer?.(trial.container.fromBytes(bytes))
      if (trial.container.ownedBuffer !== undefined) assert.equal(owned, bytes.buffer)
    },
  },
  {
    title: 'a container over a part of a buffer does not own that buffer',
    run(trial) {
      const bytes = amid(bodyOf(trial, trial.create()), 8)
      const owned = trial.container.ownedBuffer?.(trial.container.fromBytes(bytes))
      assert.notEqual(owned, bytes.buffer)
    },
  },
  {
    title: 'clear forgets an owned buffer and detaches none',
    run(trial) {
      const bytes = bodyOf(trial, trial.create())
      const { byteLength } = bytes
      const back = trial.container.fromBytes(bytes)
      trial.container.clear(back)
      assert.equal(trial.container.ownedBuffer?.(back), undefined)
      assert.equal(bytes.byteLength, byteLength, 'the buffer is detached')
    },
  },
  {
    title: 'a container whose owned buffer was taken away can be cleared',
    run(trial) {
      const bytes = bodyOf(trial, trial.create())
      const back = trial.container.fromBytes(bytes)
      const owned = trial.container.ownedBuffer?.(back)
      if (owned === undefined) return
      structuredClone(owned, { transfer: [owned] })
      trial.container.clear(back)
      const empty = trial.container.fromBytes(bodyOf(trial, back))
      assert.deepEqual(trial.subject.contentsOf(empty), trial.subject.contentsOf(back))
    },
  },
]
