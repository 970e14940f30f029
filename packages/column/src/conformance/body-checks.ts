// Does a container say truly how large its body is, show it without changing it, and come back from it?

import assert from 'node:assert/strict'
import { amid, bodyOf, type Check } from './check.js'

export const bodyChecks: readonly Check[] = [
  {
    title: 'byteLength is the sum of the slices',
    run(trial) {
      const container = trial.create()
      const byteLength = trial.container.byteLength(container)
      assert.ok(Number.isSafeInteger(byteLength) && byteLength > 0, `byteLength is ${byteLength}`)
      assert.equal(bodyOf(trial, container).byteLength, byteLength)
    },
  },
  {
    title: 'slices are Uint8Arrays, the same ones in content every time, and reading them changes nothing',
    run(trial) {
      const container = trial.create()
      for (const slice of trial.container.slices(container)) assert.ok(slice instanceof Uint8Array)
      const body = bodyOf(trial, container)
      assert.deepEqual(bodyOf(trial, container), body)
      assert.deepEqual(trial.subject.contentsOf(container), trial.subject.contentsOf(trial.create()))
    },
  },
  {
    title: 'equal containers have equal bodies',
    run(trial) {
      assert.deepEqual(bodyOf(trial, trial.create()), bodyOf(trial, trial.create()))
    },
  },
  {
    title: 'a body gives the same contents and the same body again, trusted or not',
    run(trial) {
      const container = trial.create()
      const body = bodyOf(trial, container)
      for (const trusted of [false, true]) {
        const back = trial.container.fromBytes(body.slice(), { trusted })
        assert.deepEqual(trial.subject.contentsOf(back), trial.subject.contentsOf(container))
        assert.equal(trial.container.byteLength(back), body.byteLength)
        assert.deepEqual(bodyOf(trial, back), body)
      }
    },
  },
  {
    title: 'a body may lie anywhere in its buffer, aligned or not',
    run(trial) {
      const container = trial.create()
      const body = bodyOf(trial, container)
      for (const before of [1, 4, 8, 4096]) {
        const back = trial.container.fromBytes(amid(body, before))
        assert.deepEqual(trial.subject.contentsOf(back), trial.subject.contentsOf(container), `${before} bytes in`)
        assert.deepEqual(bodyOf(trial, back), body, `${before} bytes in`)
      }
    },
  },
  {
    title: 'fromBytes changes no byte, and no reading does',
    run(trial) {
      const bytes = bodyOf(trial, trial.create())
      const before = bytes.slice()
      const back = trial.container.fromBytes(bytes)
      trial.subject.contentsOf(back)
      bodyOf(trial, back)
      trial.container.clear(back)
      assert.deepEqual(bytes, before)
    },
  },
]
