// Law 4, step by step: whatever step of a page or a take fails, the column or the paged column is as it was, nothing stays claimed
// or lent, one `failed` event says so, and the next try works. A buffer that the pager does not take back fails nothing.
import type { PageDecision } from '@spillway/policy'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ColumnPager, Lz4Codec } from '../src/index.js'
import { type AnyColumn, bodyOf, columnCases, columnForms, makeColumn } from './support/column-cases.js'
import { Faults, FaultyPager, faultyCodec, faultyContainer, faultyPolicy, InjectedFault } from './support/faults.js'
import { LoggingPolicy } from './support/logging-policy.js'
import { backends, pagerKinds } from './support/pagers.js'

const { type, container } = columnCases.find(({ name }) => name === 'tuple(utf8, option(u64))')!
const rows = Array.from({ length: 300 }, (_, i) => [`row ${i % 7}`, i % 3 === 0 ? null : BigInt(i)])

const decisions: readonly PageDecision[] = [
  { action: 'skip', claim: 7 },
  ...backends.flatMap(backend => ['none', 'faulty'].map((codec): PageDecision => ({ action: 'page', backend, codec }))),
]

const cases = pagerKinds.flatMap(kind =>
  decisions.flatMap(decision =>
    columnForms.map(form => ({
      kind,
      decision,
      form,
      name: `${kind.name} pager, ${Object.values(decision).join(' ')}`,
    })),
  ),
)

const emitWarning = vi.spyOn(process, 'emitWarning')
beforeEach(() => {
  emitWarning.mockReset().mockImplementation(() => {})
})
afterEach(() => expect(emitWarning).not.toHaveBeenCalled())

describe.each(cases)('$name, $form column', ({ kind, decision, form }) => {
  const setUp = () => {
    const faults = new Faults()
    const pager = kind.create()
    const policy = new LoggingPolicy(decision)
    const faultyPager = new FaultyPager(pager, faults)
    const columns = new ColumnPager<AnyColumn>({
      pager: faultyPager,
      policy: faultyPolicy(policy, faults),
      container: faultyContainer(container, faults),
      codecs: [faultyCodec(new Lz4Codec(), 'faulty', faults)],
    })
    const column = makeColumn(type, rows, form, pager)
    return { faults, pager, faultyPager, policy, columns, column, expected: bodyOf(column) }
  }

  /** The names of the steps of a page and a take that go well. */
  const { pageSteps, takeSteps } = (() => {
    const { faults, pager, columns, column } = setUp()
    faults.never()
    const paged = columns.page(column)
    const pageSteps = [...faults.steps]
    faults.never()
    columns.take(paged)
    pager.close()
    return { pageSteps, takeSteps: [...faults.steps] }
  })()

  const mayFail = ({ step }: { step: string }) => step !== 'recycle'

  test.each(pageSteps.map((step, index) => ({ step, index })).filter(mayFail))(
    'page fails at step $index, $step',
    ({ step, index }) => {
      const { faults, pager, policy, columns, column, expected } = setUp()
      const before = pager.stats()
      faults.failAt(index)
      expectFault(() => columns.page(column), step)
      expect(Buffer.compare(bodyOf(column), expected)).toBe(0)
      expect(column.form).toBe(form === 'lent' ? 'aligned' : form)
      expect(pager.stats().liveHandles).toBe(0)
      expect(pager.stats().bytes.lent).toBe(before.bytes.lent)
      expectOneFailure(policy, 'page', step)
      expect(policy.ofType('residentReleased')).toEqual(
        policy.skips.map(skip => ({ type: 'residentReleased', ...skip })),
      )

      faults.never()
      const paged = columns.page(column)
      expect(column.length).toBe(0)
      expect(Buffer.compare(bodyOf(columns.take(paged)), expected)).toBe(0)
      pager.close()
    },
  )

  test('the pager takes no buffer back: everything else goes on, with a warning each', () => {
    const { faults, pager, faultyPager, policy, columns, column, expected } = setUp()
    faults.failAt(-1, 'recycle')
    const paged = columns.page(column)
    expect(column.length).toBe(0)
    columns.read(paged, shown => expect(Buffer.compare(bodyOf(shown), expected)).toBe(0))
    const back = columns.take(paged)
    expect(Buffer.compare(bodyOf(back), expected)).toBe(0)
    columns.recycle(back)
    expect(back.length).toBe(0)
    columns.page(makeColumn(type, rows, form, pager)).close()

    const refused = faultyPager.endRefusedLoans()
    expect(refused).toBeGreaterThan(0)
    expect(emitWarning.mock.calls.map(([, options]) => options)).toEqual(
      Array(refused).fill({ type: 'ColumnPagerWarning', code: 'COLUMN_CONTRACT_BROKEN' }),
    )
    emitWarning.mockClear()
    const { liveHandles, bytes } = pager.stats()
    expect({ liveHandles, lent: bytes.lent, inFlight: columns.stats().inFlight.columns }).toEqual({
      liveHandles: 0,
      lent: 0,
      inFlight: 0,
    })
    expect(policy.ofType('failed')).toEqual([])
    expect(policy.ofType('residentReleased').length).toBe(policy.skips.length)
    pager.close()
  })

  // `putBackFails`: the bytes came back, no column could be made of them, and the pager does not take them again.
  const takeCases = takeSteps
    .flatMap((step, index) => [false, true].map(putBackFails => ({ step, index, putBackFails })))
    .filter(mayFail)
  if (decision.action === 'skip') {
    test('a kept column is taken without a step that could fail', () => expect(takeSteps).toEqual([]))
    return
  }
  test.each(takeCases)(
    'take fails at step $index, $step; put back fails: $putBackFails',
    ({ step, index, putBackFails }) => {
      const { faults, pager, policy, columns, column, expected } = setUp()
      const paged = columns.page(column)
      const { state, storedByteLength } = paged
      faults.failAt(index, putBackFails ? 'pageoutWith' : undefined)
      expectFault(() => columns.take(paged), step)
      expect(paged).toMatchObject({ state, storedByteLength, closed: false, byteLength: expected.byteLength })
      // The pager holds the bytes, or the paged column does, in a buffer that the pager lent.
      const { liveHandles, bytes } = pager.stats()
      const cameBack = step !== 'take'
      expect(liveHandles).toBe(cameBack && putBackFails ? 0 : 1)
      expect(bytes.lent).toBe(cameBack && putBackFails ? storedByteLength : 0)
      expectOneFailure(policy, 'take', step)
      expect(policy.ofType('pagedIn')).toEqual([])

      faults.never()
      const back = columns.take(paged)
      expect(Buffer.compare(bodyOf(back), expected)).toBe(0)
      columns.recycle(back)
      expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
      expect(policy.ofType('pagedIn').length).toBe(1)
      pager.close()
    },
  )

  test('close after a take that failed holds nothing', () => {
    const { faults, pager, columns, column } = setUp()
    const paged = columns.page(column)
    faults.failAt(takeSteps.indexOf('fromBytes'), 'pageoutWith')
    expectFault(() => columns.take(paged), 'fromBytes')
    paged.close()
    expect(pager.stats()).toMatchObject({ liveHandles: 0, bytes: { lent: 0 } })
    pager.close()
  })
})

function expectFault(act: () => unknown, step: string): void {
  let thrown: unknown
  try {
    act()
  } catch (error) {
    thrown = error
  }
  const ofCodec = /compress|maxStored/.test(step)
  if (ofCodec) expect(thrown).toMatchObject({ name: 'ColumnPagerError', code: 'COLUMN_CODEC_FAILED' })
  const fault = ofCodec ? (thrown as Error).cause : thrown
  expect(fault).toBeInstanceOf(InjectedFault)
  expect((fault as InjectedFault).step).toBe(step)
}

function expectOneFailure(policy: LoggingPolicy, verb: 'page' | 'take', step: string): void {
  const failures = policy.ofType('failed')
  expect(failures.length).toBe(1)
  expect(failures[0]!.verb).toBe(verb)
  const decided = verb === 'take' || !['byteLength', 'decide'].includes(step)
  const paging = policy.skips.length === 0
  expect(failures[0]!.backend !== undefined).toBe(decided && paging)
  expect(failures[0]!.codec !== undefined).toBe(decided && paging)
}
