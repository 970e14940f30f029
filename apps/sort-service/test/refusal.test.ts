// What a client is told of an error: its cause as far as that is the client's business.
import { PagerError } from '@spillway/pager-native'
import { expect, test } from 'vitest'
import { Refusal, refusalOf } from '../src/refusal.js'

test.each([
  [new PagerError('PAGER_NO_SPACE', ''), 507, 'the scratch space is full'],
  [new PagerError('PAGER_SCRATCH', '/secret/place'), 500, 'the scratch directory cannot be used any more'],
  [new PagerError('PAGER_IO', ''), 500, 'the service failed'],
  [new Error('a secret'), 500, 'the service failed'],
  [new Refusal(413, 'too large'), 413, 'too large'],
])('%s', (error, status, message) => {
  const refusal = refusalOf(error)
  expect(refusal.status).toBe(status)
  expect(refusal.message).toContain(message)
  expect(refusal.message).not.toContain('secret')
})
