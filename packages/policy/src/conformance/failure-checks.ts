// Does `record` keep its promise never to throw, and does only a release return budget, whatever failed?
import assert from 'node:assert/strict'
import type { PageEvent } from '../paging-policy.js'
import { type Check, isBounded } from './check.js'
import { eventsOfPaging } from './events.js'

const CYCLES = 200

export const failureChecks: readonly Check[] = [
  {
    title: 'records any event without throwing, and returns nothing',
    run({ policy }) {
      const strange = [undefined, 0, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER, 2 ** 60]
      const released = strange.map((claim): PageEvent => ({ type: 'residentReleased', byteLength: 0, claim }))
      const later = { type: 'eventOfALaterVersion', byteLength: 1 } as unknown as PageEvent
      for (const byteLength of [0, 64, Number.MAX_SAFE_INTEGER]) {
        for (const event of [...eventsOfPaging(0), ...eventsOfPaging(4096), ...released, later]) {
          assert.equal(policy.record(Object.freeze(event)), undefined)
        }
        policy.decide({ byteLength })
      }
    },
  },
  {
    title: 'returns no budget for events of paging, or of a failure',
    applies: isBounded,
    run(trial) {
      const columns = trial.fillToTheByte()
      for (const byteLength of [0, 1, trial.largestBytes]) {
        for (const event of eventsOfPaging(byteLength)) trial.policy.record(event)
      }
      assert.equal(trial.keep(1), undefined, 'an event that is no release made room')
      trial.releaseAll(columns)
      trial.assertWhole('after events that are no release')
    },
  },
  {
    title: 'returns the budget once when keeping a column failed',
    applies: isBounded,
    run(trial) {
      for (let cycle = 0; cycle < CYCLES; cycle++) {
        const column = trial.keep(trial.largestBytes)
        for (const event of eventsOfPaging(trial.largestBytes)) trial.policy.record(event)
        if (column) trial.release(column)
      }
      trial.assertWhole('after columns whose keeping failed were released')
    },
  },
  {
    title: 'reserves nothing for a column whose page-out failed',
    applies: isBounded,
    run(trial) {
      const columns = trial.fillToTheByte()
      for (let cycle = 0; cycle < CYCLES; cycle++) {
        assert.equal(trial.keep(64), undefined, 'a column beyond the budget is kept')
        for (const event of eventsOfPaging(64)) trial.policy.record(event)
      }
      trial.releaseAll(columns)
      trial.assertWhole('after page-outs that failed')
    },
  },
  {
    title: 'makes no budget of a release that nothing was claimed for',
    applies: isBounded,
    run(trial) {
      const columns = trial.fillToTheByte()
      trial.releaseAll(columns)
      trial.releaseAll(columns)
      trial.release({ byteLength: trial.largestBytes + 1, claim: undefined })
      trial.release({ byteLength: Number.MAX_SAFE_INTEGER, claim: columns[0]?.claim })
      trial.assertWhole('after everything was released twice')
    },
  },
]
