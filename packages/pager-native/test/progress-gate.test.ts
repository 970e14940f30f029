// Who waits at a gate: in order by key, never more bytes than the window, and always somebody.
import { expect, test } from 'vitest'
import { ProgressGate } from '../src/progress-gate.js'

function gateOf(windowBytes?: number) {
  const gate = new ProgressGate(windowBytes)
  const ready = new Set<string>()
  const tried: string[] = []
  const passed: string[] = []
  const keys = new Map<string, object>()
  const enter = (name: string, bytes = 0) => {
    const keyName = name[0]!
    const key = keys.get(keyName) ?? {}
    keys.set(keyName, key)
    const attempt = () => {
      tried.push(name)
      return ready.has(keyName) ? name : undefined
    }
    gate.pass(key, bytes, attempt).then(result => passed.push(result))
  }
  const turn = () => new Promise(resolve => setImmediate(resolve))
  return { gate, ready, tried, passed, enter, turn, keys }
}

test('attempts of one key go in order, and other keys overtake them', async () => {
  const { gate, ready, passed, enter, turn } = gateOf()
  for (const name of ['a1', 'a2', 'b1']) enter(name)
  ready.add('b')
  gate.retry()
  await turn()
  expect(passed).toEqual(['b1'])
  ready.add('a')
  enter('a3')
  await turn()
  expect(passed).toEqual(['b1', 'a1', 'a2', 'a3'])
  expect(gate.isEmpty).toBe(true)
})

test('no more bytes attempt at once than the window has, or one key', async () => {
  const { gate, ready, tried, passed, enter, turn } = gateOf(10)
  enter('a', 30)
  for (const name of ['b', 'c', 'd']) enter(name, 5)
  enter('z', 0)
  expect(tried).toEqual(['a', 'z'])
  ready.add('a').add('z')
  gate.retry()
  expect(tried.slice(2)).toEqual(['a', 'b', 'c'])
  ready.add('c')
  gate.retry()
  expect(tried.slice(5)).toEqual(['b', 'c', 'd', 'z'])
  ready.add('b').add('d')
  gate.retry()
  await turn()
  expect(passed.toSorted()).toEqual(['a', 'b', 'c', 'd', 'z'])
  expect(gate.isEmpty).toBe(true)
})

test('what a later call lets through makes room for those behind', async () => {
  const { ready, passed, enter, turn } = gateOf(10)
  enter('a1', 10)
  enter('b1', 10)
  ready.add('a').add('b')
  enter('a2', 10)
  await turn()
  expect(passed.toSorted()).toEqual(['a1', 'a2', 'b1'])
})

test('those of a key whose wait has ended go, however full the window is', async () => {
  const { gate, ready, passed, enter, turn, keys } = gateOf(10)
  for (const name of ['a', 'b', 'c']) enter(name, 10)
  ready.add('c')
  gate.retry()
  await turn()
  expect(passed).toEqual([])
  gate.retryKey(keys.get('c')!)
  gate.retryKey({})
  await turn()
  expect(passed).toEqual(['c'])
})

test('an attempt that throws rejects, and nobody waits behind it', async () => {
  const gate = new ProgressGate()
  await expect(
    gate.pass({}, 0, () => {
      throw new RangeError('no')
    }),
  ).rejects.toThrow(RangeError)
  expect(gate.isEmpty).toBe(true)
})
