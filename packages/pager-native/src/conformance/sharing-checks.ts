// Pagers on one engine, here in one thread: what they have in common, and what ends with each of them.
import assert from 'node:assert/strict'
import type { Pager, PagerToken } from '../pager.js'
import { assertBytes, assertDetached, fill, pattern } from './bytes.js'
import { backends, type Check, type Trial } from './check.js'
import { assertCode, assertEnded } from './verbs.js'

const shares: NonNullable<Check['applies']> = subject => subject.supports.sharing

function attach({ pager, subject }: Trial): Pager {
  assert.ok(subject.attach !== undefined, 'a subject that supports sharing has an attach function')
  return subject.attach(structuredClone(pager.share()))
}

export const sharingChecks: readonly Check[] = [
  {
    title: 'a pager that cannot be shared says so with a TypeError',
    applies: subject => !subject.supports.sharing,
    run({ pager, backend }) {
      const handle = pager.pageoutWith(backend, [pattern(64)])
      assert.throws(() => pager.share(), TypeError)
      assertBytes(handle.take(), pattern(64), 'take')
    },
  },
  {
    title: 'an attached pager is on the same engine and has a backend of its own',
    applies: shares,
    run(trial) {
      const { pager, backend } = trial
      pager.backend = backend
      const attached = attach(trial)
      try {
        attached.backend = backends.find(name => name !== backend)!
        assert.equal(pager.backend, backend)
        const handle = attached.pageoutWith(backend, [pattern(300_000)])
        assert.equal(pager.stats().liveHandles, 1)
        assertBytes(handle.take(), pattern(300_000), 'take')
        assert.equal(pager.stats().liveHandles, 0)
      } finally {
        attached.close()
      }
    },
  },
  {
    title: 'what one pager lent, another on the engine takes back',
    applies: shares,
    run(trial) {
      const attached = attach(trial)
      try {
        const buffer = trial.pager.allocate(2 ** 21)
        fill(new Uint8Array(buffer), 3)
        const handle = attached.pageoutWith(trial.backend, [new Uint8Array(buffer, 0, 5000)])
        assertDetached(buffer, 'the lent buffer')
        const taken = handle.take()
        assertBytes(taken, new Uint8Array(pattern(2 ** 21, 3), 0, 5000), 'take')
        const big = trial.pager.allocate(2 ** 21)
        attached.recycle(big)
        assertDetached(big, 'the recycled buffer')
      } finally {
        attached.close()
      }
    },
  },
  {
    title: 'closing one pager ends its handles only; the engine lives as long as the last pager',
    applies: shares,
    run(trial) {
      const { pager, backend } = trial
      const attached = attach(trial)
      const its = attached.pageoutWith(backend, [pattern(300_000, 1)])
      const ours = pager.pageoutWith(backend, [pattern(300_000, 2)])
      pager.close()
      assertCode('PAGER_CLOSED', 'a read of ours', () => ours.readAt(0, 8))
      assert.equal(attached.closed, false)
      assert.equal(attached.stats().liveHandles, 1)
      assertBytes(its.readAt(0, 300_000), pattern(300_000, 1), 'readAt')
      const third = trial.subject.attach!(attached.share())
      attached.close()
      assertCode('PAGER_CLOSED', 'a read of its', () => its.readAt(0, 8))
      const last = third.pageoutWith(backend, [pattern(64)])
      assertBytes(last.take(), pattern(64), 'take on the third')
      last.close()
      assertEnded(last, 'PAGER_HANDLE_TAKEN')
      third.close()
    },
  },
  {
    title: 'a token of nothing, or of an engine that is gone, is PAGER_UNKNOWN_TOKEN',
    applies: shares,
    run({ subject }) {
      const gone = subject.create({})
      const token = gone.share()
      gone.close()
      assertCode('PAGER_UNKNOWN_TOKEN', 'the token of a closed pager', () => subject.attach!(token))
      const made: PagerToken = { spillwayPager: 'nobody made this' }
      assertCode('PAGER_UNKNOWN_TOKEN', 'a made-up token', () => subject.attach!(made))
    },
  },
]
