// Does any mutated body crash, hang, over-read or over-allocate? Twenty thousand mutations by default; SPILLWAY_FUZZ says how many else,
// SPILLWAY_SEED which. `pnpm test:long` runs a million.

import { expect, test } from 'vitest'
import { listOf, optionOf, structOf, tupleOf, variantOf } from './support/composite-models.js'
import { mutate, randomNumbers, readAll } from './support/fuzz.js'
import { golden, goldenVectors } from './support/golden.js'
import { leaves } from './support/leaf-models.js'
import { encode, type Model } from './support/model.js'

const mutations = Number(process.env.SPILLWAY_FUZZ ?? 20_000)
const seed = Number(process.env.SPILLWAY_SEED ?? Date.now() % 2 ** 31)

const { u8, u64, i64, utf8, bool, unit, f32, char } = leaves
const variants = variantOf({ a: u64, b: tupleOf(utf8, u8), c: unit })
const tagged = (tag: string, value: unknown) => ({ tag, value })
const nested: [Model, unknown[]][] = [
  [listOf(listOf(utf8)), [[['a', ''], []], [], [['bc']]]],
  [optionOf(optionOf(bool)), [null, { some: null }, { some: true }]],
  [
    listOf(tupleOf(u8, optionOf(f32))),
    [
      [
        [1, null],
        [2, 0.5],
      ],
      [],
      [[3, 1]],
    ],
  ],
  [variants, [tagged('a', 1n), tagged('b', ['x', 2]), tagged('c', null), tagged('a', 3n)]],
  [variants, [tagged('b', ['x', 2]), tagged('b', ['', 3])]],
  [structOf({ k: listOf(char), v: tupleOf(tupleOf(u64, i64), bool) }), [{ k: ['a', '😀'], v: [[1n, -1n], true] }]],
  [listOf(unit), [[null, null], [], [null]]],
]

test(`${mutations} mutations, seed ${seed}`, { timeout: 3_600_000 }, () => {
  const bodies: [Model, Uint8Array][] = nested.map(([model, rows]) => [model, encode(model, rows)])
  for (const [name, model] of Object.entries(golden))
    for (const { body } of goldenVectors(name)) if (body.length <= 4096) bodies.push([model, body])
  const random = randomNumbers(seed)
  let columns = 0
  for (let i = 0; i < mutations; i++) {
    const [model, body] = bodies[random(bodies.length)]!
    const bytes = mutate(body, random)
    try {
      if (readAll(model, bytes)) columns++
    } catch (error) {
      throw new Error(`mutation ${i} of seed ${seed}, ${model.type.name}: ${Buffer.from(bytes).toString('hex')}`, {
        cause: error,
      })
    }
  }
  expect(columns).toBeGreaterThan(mutations / 50)
  expect(columns).toBeLessThan(mutations)
})
