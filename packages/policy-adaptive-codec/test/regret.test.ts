// What it costs beside the two fixed choices, on streams and disks from one extreme to the other.
import { expect, test } from 'vitest'
import { compare, noise, regret, stream, text } from './support/streams.js'

const COLUMNS = 1000
const MiB = 2 ** 20

const streams = {
  compressible: stream(COLUMNS, () => text),
  incompressible: stream(COLUMNS, () => noise),
  alternating: stream(COLUMNS, index => (index % 2 === 0 ? text : noise)),
  'compressible, then not': stream(COLUMNS, index => (index < COLUMNS / 2 ? text : noise)),
  'incompressible, then not': stream(COLUMNS, index => (index < COLUMNS / 2 ? noise : text)),
}

function* machines() {
  for (const writeNs of [0.5, 2, 10]) {
    for (const computeNs of [0, 2]) {
      for (const prefetches of [true, false]) {
        yield { writeNs, readNs: writeNs * 0.7, windowBytes: 8 * MiB, computeNs, prefetches }
      }
    }
  }
}

function regretsOf(columns: (typeof streams)['compressible'], tellsDurations: boolean) {
  const all = []
  for (const machine of machines()) {
    for (const lag of [50, COLUMNS]) {
      all.push(regret(compare({ columns, byteLength: 2 * MiB, lag }, { ...machine, tellsDurations })))
    }
  }
  return all
}

test.each(Object.entries(streams))('%s: close to the better, and never worse than the worse', (_name, columns) => {
  const regrets = regretsOf(columns, true)
  for (const { ofWorse } of regrets) expect(ofWorse).toBeLessThan(1.03)
  const ofBetter = regrets.map(each => each.ofBetter).sort((one, other) => one - other)
  expect(ofBetter[Math.floor(ofBetter.length / 2)]).toBeLessThan(1.06)
  expect(ofBetter.at(-1)).toBeLessThan(1.3)
})

test.each(Object.entries(streams))(
  '%s: never worse than the worse when nothing says how long takes took',
  (_name, columns) => {
    for (const { ofWorse } of regretsOf(columns, false)) expect(ofWorse).toBeLessThan(1.03)
  },
)
