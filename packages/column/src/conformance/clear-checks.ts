// Is a cleared container empty, whole, and good for more?

import assert from 'node:assert/strict'
import { bodyOf, type Check } from './check.js'

export const clearChecks: readonly Check[] = [
  {
    title: 'a cleared container has a body of its own, which gives the same contents',
    run(trial) {
      const container = trial.create()
      trial.container.clear(container)
      const body = bodyOf(trial, container)
      assert.equal(trial.container.byteLength(container), body.byteLength)
      const back = trial.container.fromBytes(body)
      assert.deepEqual(trial.subject.contentsOf(back), trial.subject.contentsOf(container))
    },
  },
  {
    title: 'clearing twice is clearing once',
    run(trial) {
      const container = trial.create()
      trial.container.clear(container)
      const body = bodyOf(trial, container)
      trial.container.clear(container)
      assert.deepEqual(bodyOf(trial, container), body)
    },
  },
  {
    title: 'a container that came from bytes clears to the same as any other',
    run(trial) {
      const container = trial.create()
      const back = trial.container.fromBytes(bodyOf(trial, container))
      trial.container.clear(container)
      trial.container.clear(back)
      assert.deepEqual(bodyOf(trial, back), bodyOf(trial, container))
      assert.deepEqual(trial.subject.contentsOf(back), trial.subject.contentsOf(container))
    },
  },
  {
    title: 'what is put into a cleared container is all that it holds, again and again',
    run(trial) {
      const { refill } = trial.subject
      if (refill === undefined) return
      const fresh = trial.create()
      trial.container.clear(fresh)
      refill(fresh)
      const expected = bodyOf(trial, fresh)
      const container = trial.container.fromBytes(bodyOf(trial, trial.create()))
      for (let cycle = 0; cycle < 3; cycle++) {
        trial.container.clear(container)
        refill(container)
        assert.deepEqual(bodyOf(trial, container), expected, `cycle ${cycle}`)
      }
    },
  },
  {
    title: 'containers do not share memory',
    run(trial) {
      const container = trial.create()
      const other = trial.create()
      trial.container.clear(other)
      trial.subject.refill?.(other)
      assert.deepEqual(trial.subject.contentsOf(container), trial.subject.contentsOf(trial.create()))
    },
  },
]
