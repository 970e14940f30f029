import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LoserTree } from '../src/loser-tree.js'

interface Source {
  readonly id: number
  readonly values: readonly number[]
  next: number
}

function isBefore(a: Source, b: Source): boolean {
  if (a.next >= a.values.length) return false
  return b.next >= b.values.length || a.values[a.next]! < b.values[b.next]!
}

describe('a loser tree', () => {
  it('merges any number of sorted sources, and always knows the runner-up', () => {
    const sorted = fc
      .array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
      .map(values => values.sort((a, b) => a - b))
    fc.assert(
      fc.property(fc.array(sorted, { minLength: 1, maxLength: 20 }), lists => {
        const sources: Source[] = lists.map((values, id) => ({ id, values, next: 0 }))
        const tree = new LoserTree(sources, isBefore)
        const merged: number[] = []
        while (tree.winner.next < tree.winner.values.length) {
          const { winner, runnerUp } = tree
          const others = sources.filter(source => source !== winner)
          expect(others.every(other => !isBefore(other, winner))).toBe(true)
          expect(runnerUp === undefined).toBe(others.length === 0)
          expect(others.every(other => !isBefore(other, runnerUp!))).toBe(true)
          merged.push(winner.values[winner.next]!)
          winner.next++
          tree.replay()
        }
        expect(merged).toEqual(lists.flat().sort((a, b) => a - b))
      }),
    )
  })

  it('needs a source', () => {
    expect(() => new LoserTree([], isBefore)).toThrow(RangeError)
  })
})
