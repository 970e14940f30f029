import { expect, test } from 'vitest'
import { alwaysPage, alwaysSkip } from '../src/index.js'

test('alwaysSkip keeps without a claim', () => {
  expect(alwaysSkip.decide({ byteLength: 2 ** 50 })).toEqual({ action: 'skip' })
})

test('alwaysPage pages to a file, as it is, unless told otherwise', () => {
  expect(alwaysPage().decide({ byteLength: 0 })).toEqual({ action: 'page', backend: 'file', codec: 'none' })
  const policy = alwaysPage({ backend: 'swap', codec: 'lz4' })
  expect(policy.decide({ byteLength: 8 })).toEqual({ action: 'page', backend: 'swap', codec: 'lz4' })
})

test('nobody can change a policy or a decision that all columns share', () => {
  expect(Object.isFrozen(alwaysSkip)).toBe(true)
  expect(Object.isFrozen(alwaysSkip.decide({ byteLength: 1 }))).toBe(true)
  expect(Object.isFrozen(alwaysPage().decide({ byteLength: 1 }))).toBe(true)
})
