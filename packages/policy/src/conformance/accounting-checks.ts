// Does the policy keep its budget to the byte: nothing lost by a release or a decision to page, and nothing made?
import assert from 'node:assert/strict'
import { type Check, isBounded, isUnbounded } from './check.js'
import { type Kept, sumOf } from './trial.js'

const CYCLES = 200
const ORDERS: readonly ((columns: readonly Kept[]) => readonly Kept[])[] = [
  columns => columns,
  columns => columns.toReversed(),
  columns => [...columns.filter((_, index) => index % 2 === 1), ...columns.filter((_, index) => index % 2 === 0)],
]

export const accountingChecks: readonly Check[] = [
  {
    title: 'keeps everything',
    applies: isUnbounded,
    run(trial) {
      for (let each = 0; each < CYCLES; each++) assert.ok(trial.keep(2 ** 40), 'a column is paged')
    },
  },
  {
    title: 'keeps its budget to the byte, and not one byte more',
    applies: isBounded,
    run(trial) {
      assert.equal(sumOf(trial.fillToTheByte()), trial.budgetBytes)
      assert.equal(trial.keep(1), undefined, 'one byte more than the budget is kept')
    },
  },
  {
    title: 'keeps a column of exactly the largest size, and pages one that is a byte larger',
    applies: isBounded,
    run(trial) {
      assert.equal(trial.keep(trial.largestBytes + 1), undefined, 'a byte too much is kept')
      if (trial.largestBytes > 0) assert.ok(trial.keep(trial.largestBytes), 'exactly the largest size is paged')
    },
  },
  {
    title: 'gives back what is released, in any order, again and again',
    applies: isBounded,
    run(trial) {
      for (const order of ORDERS) {
        for (let cycle = 0; cycle < 3; cycle++) {
          trial.releaseAll(order(trial.fillToTheByte()))
          trial.assertWhole('after everything was released')
        }
      }
    },
  },
  {
    title: 'takes in exactly as much as one release made room for',
    applies: subject => isBounded(subject) && subject.budgetBytes! >= 2,
    run(trial) {
      const columns = trial.fillToTheByte()
      const { byteLength } = columns[0]!
      trial.release(columns[0]!)
      assert.ok(trial.keep(byteLength - 1), `${byteLength} bytes were released, and one less is not kept`)
      assert.ok(trial.keep(1), 'the last byte that was released is not kept')
      assert.equal(trial.keep(1), undefined, 'more is kept than was released')
    },
  },
  {
    title: 'decides at rest as it did when it was new',
    run(trial) {
      const sizes = [1, 64, 4096, 2 ** 16, 2 ** 21, 3, 2 ** 16, 2 ** 24, 1, 2 ** 21]
      let first: boolean[] | undefined
      for (let cycle = 0; cycle < CYCLES; cycle++) {
        const columns = sizes.map(byteLength => trial.keep(byteLength))
        const which = columns.map(column => column !== undefined)
        first ??= which
        assert.deepEqual(which, first, `which of ${sizes} bytes are kept in cycle ${cycle}`)
        trial.releaseAll(columns.filter(column => column !== undefined))
      }
    },
  },
  {
    title: 'reserves nothing when it decides to page',
    applies: isBounded,
    run(trial) {
      for (let each = 0; each < CYCLES; each++) {
        assert.equal(trial.keep(trial.largestBytes + 1), undefined, 'a column that does not fit is kept')
        assert.equal(trial.keep(Number.MAX_SAFE_INTEGER), undefined, 'a column that does not fit is kept')
      }
      trial.assertWhole('after it paged what does not fit')
    },
  },
  {
    title: 'claims nothing for an empty column, even at exactly the budget',
    applies: isBounded,
    run(trial) {
      const empty = trial.fill(0, CYCLES)
      trial.assertWhole('beside empty columns')
      const columns = trial.fillToTheByte()
      trial.releaseAll([...empty, ...trial.fill(0, CYCLES)])
      assert.equal(trial.keep(1), undefined, 'releasing empty columns made room')
      trial.releaseAll(columns)
      trial.assertWhole('after empty columns were released')
    },
  },
  {
    title: 'wants nothing back that fits its budget',
    run(trial) {
      const wanted = () => trial.policy.overdrawnBytes?.() ?? 0
      assert.equal(wanted(), 0, 'bytes it wants back when nothing is kept')
      const columns = trial.fill(Math.min(trial.largestBytes, 4096), 1000)
      assert.equal(wanted(), 0, 'bytes it wants back of what it has just kept')
      trial.releaseAll(columns)
      assert.equal(wanted(), 0, 'bytes it wants back when everything was released')
    },
  },
  {
    title: 'shares no state with another policy that was made the same way',
    applies: isBounded,
    run(trial) {
      const other = trial.another()
      const columns = trial.fillToTheByte()
      other.assertWhole('while another policy is full')
      trial.releaseAll(columns)
      trial.assertWhole('after another policy was used')
    },
  },
]
