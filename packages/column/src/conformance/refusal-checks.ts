// Are bytes that are no body refused, with an error and nothing worse?

import assert from 'node:assert/strict'
import { bodyOf, type Check, type Trial } from './check.js'

/** At most this many ways of cutting a body short are tried. */
const MOST_CUTS = 64

function assertRefused<C>(trial: Trial<C>, bytes: Uint8Array, what: string): void {
  const isRefusal = (error: unknown) => error instanceof TypeError || error instanceof RangeError
  assert.throws(() => trial.container.fromBytes(bytes), isRefusal, `${what} is taken for a body`)
}

export const refusalChecks: readonly Check[] = [
  {
    title: 'no bytes are no body',
    run(trial) {
      assertRefused(trial, new Uint8Array(0), 'the empty array')
    },
  },
  {
    title: 'a body that was cut short is refused',
    run(trial) {
      const body = bodyOf(trial, trial.create())
      const step = Math.max(1, Math.floor(body.byteLength / MOST_CUTS))
      for (let length = 0; length < body.byteLength; length += step)
        assertRefused(trial, body.slice(0, length), `a body cut to ${length} of ${body.byteLength} bytes`)
      assertRefused(trial, body.slice(0, -1), 'a body without its last byte')
    },
  },
  {
    title: 'what the subject calls no body is refused',
    run(trial) {
      for (const [k, bytes] of (trial.subject.notBodies ?? []).entries()) assertRefused(trial, bytes, `number ${k}`)
    },
  },
  {
    title: 'a refusal leaves the bytes as they were',
    run(trial) {
      const bytes = bodyOf(trial, trial.create()).slice(0, -1)
      const before = bytes.slice()
      assertRefused(trial, bytes, 'a body without its last byte')
      assert.deepEqual(bytes, before)
    },
  },
]
