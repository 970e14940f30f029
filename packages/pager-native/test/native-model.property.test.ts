// Random commands against a list of what was paged out. Seed and length come from the environment: SPILLWAY_SEED, SPILLWAY_STEPS.
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assertBytes, assertDetached, fill, pattern } from '../src/conformance/bytes.js'
import { attachPager, createPager, type MovableHandle, type MovablePager } from '../src/index.js'

interface Live {
  readonly handle: MovableHandle
  readonly bytes: Uint8Array
}
interface Model {
  readonly live: Live[]
  seed: number
}
interface Real {
  /** Two pagers on one engine: handles move between them. */
  readonly pagers: readonly [MovablePager, MovablePager]
}
type Step = fc.Command<Model, Real>

const stepsInAll = Number(process.env.SPILLWAY_STEPS ?? 10_000)
const stepsPerRun = 250
const scratchLimitBytes = 24 * 2 ** 20

class PageOut implements Step {
  readonly backend: 'swap' | 'file'
  readonly sizes: readonly number[]
  readonly allocated: boolean
  constructor(backend: 'swap' | 'file', sizes: readonly number[], allocated: boolean) {
    this.backend = backend
    this.sizes = sizes
    this.allocated = allocated
  }
  check = (model: Readonly<Model>) => model.live.length < 40
  run(model: Model, { pagers }: Real): void {
    const pager = pagers[model.seed % 2]!
    const chunks = this.sizes.map(size => {
      model.seed++
      if (!this.allocated) return pattern(size, model.seed)
      const buffer = pager.allocate(size)
      fill(new Uint8Array(buffer), model.seed)
      return buffer
    })
    const bytes = new Uint8Array(Buffer.concat(chunks.map(chunk => Buffer.from(chunk))))
    try {
      model.live.push({ handle: pager.pageoutWith(this.backend, chunks), bytes })
      for (const chunk of chunks) assertDetached(chunk, 'a chunk')
    } catch (error) {
      expect(error).toMatchObject({ code: 'PAGER_NO_SPACE' })
      assertBytes(new Uint8Array(Buffer.concat(chunks.map(chunk => Buffer.from(chunk)))), bytes, 'refused chunks')
      for (const chunk of chunks) pager.recycle(chunk)
    }
  }
  toString = () => `pageout(${this.backend}, [${this.sizes}]${this.allocated ? ', allocated' : ''})`
}

type Verb = 'read' | 'prefetch' | 'take' | 'takeAndRecycle' | 'close' | 'move'

class OnHandle implements Step {
  readonly verb: Verb
  readonly which: number
  readonly cuts: readonly number[]
  constructor(verb: Verb, which: number, cuts: readonly number[]) {
    this.verb = verb
    this.which = which
    this.cuts = cuts
  }
  check = (model: Readonly<Model>) => model.live.length > 0
  run({ live }: Model, { pagers }: Real): void {
    const index = this.which % live.length
    const { handle, bytes } = live[index]!
    if (this.verb === 'read') {
      const edges = [0, ...this.cuts.map(cut => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
      const ranges = edges.slice(1).map((edge, i) => ({ offset: edges[i]!, length: edge - edges[i]! }))
      const asked = ranges.filter((_, i) => i % 2 === this.which % 2).reverse()
      const expected = asked.map(({ offset, length }) => bytes.subarray(offset, offset + length))
      assertBytes(handle.readAtMany(asked), new Uint8Array(Buffer.concat(expected)), 'readAtMany')
      return
    }
    if (this.verb === 'prefetch') {
      handle.prefetch()
      return
    }
    live.splice(index, 1)
    if (this.verb === 'close') {
      handle.close()
      return
    }
    if (this.verb === 'move') {
      const token = handle.detach()
      expect(() => handle.take()).toThrow(expect.objectContaining({ code: 'PAGER_HANDLE_TAKEN' }))
      live.push({ handle: pagers[this.which % 2]!.attach(token), bytes })
      expect(() => pagers[0].attach(token)).toThrow(expect.objectContaining({ code: 'PAGER_UNKNOWN_TOKEN' }))
      return
    }
    const taken = handle.take()
    assertBytes(taken, bytes, 'take')
    if (this.verb === 'takeAndRecycle') pagers[this.which % 2]!.recycle(taken)
  }
  toString = () => `${this.verb}(${this.which}, [${this.cuts}])`
}

// Making and comparing bytes is what most of the time goes to: large payloads come seldom.
const size = fc.oneof(
  { weight: 3, arbitrary: fc.nat(20) },
  { weight: 3, arbitrary: fc.integer({ min: 4090, max: 4100 }) },
  { weight: 3, arbitrary: fc.nat(140_000) },
  { weight: 2, arbitrary: fc.integer({ min: 262_100, max: 262_200 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 20, 2 ** 21, 2 ** 21 + 8, 5 * 2 ** 20) },
)
const steps = [
  fc
    .tuple(
      fc.constantFrom('swap' as const, 'file' as const, 'file' as const),
      fc.array(size, { maxLength: 3 }),
      fc.boolean(),
    )
    .map(([backend, sizes, allocated]) => new PageOut(backend, sizes, allocated)),
  fc
    .tuple(
      fc.constantFrom('read' as const, 'prefetch', 'take', 'takeAndRecycle', 'close', 'move'),
      fc.nat(),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
    )
    .map(([verb, which, cuts]) => new OnHandle(verb, which, cuts)),
]

test(`${stepsInAll} random steps lose no byte and leave nothing behind`, { timeout: 0 }, async () => {
  const parameters = process.env.SPILLWAY_SEED === undefined ? {} : { seed: Number(process.env.SPILLWAY_SEED) }
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: stepsPerRun, size: 'max' }), async commands => {
      using pager = createPager({
        engine: 'native',
        scratchLimitBytes,
        writeBehindBytes: 4 * 2 ** 20,
        readAheadBytes: 3 * 2 ** 20,
        warmBytes: 2 ** 22,
      })
      using second = attachPager(pager.share())
      const model: Model = { live: [], seed: 0 }
      const real: Real = { pagers: [pager, second] }
      fc.modelRun(() => ({ model, real }), commands)
      expect(pager.stats().liveHandles).toBe(model.live.length)
      for (const { handle, bytes } of model.live) {
        assertBytes(handle.take(), bytes, 'what was left')
      }
      const { bytes, counters, file } = pager.stats()
      expect(bytes).toMatchObject({ resident: 0, stored: 0, reading: 0 })
      expect(file.allocatedBytes).toBeLessThanOrEqual(scratchLimitBytes)
      expect(counters).toMatchObject({ ioErrors: 0, checksumFailures: 0 })
      // What was taken and dropped is given back by finalizers, and they run on turns of their own.
      await nextTurn()
    }),
    { numRuns: Math.ceil(stepsInAll / stepsPerRun), endOnFailure: true, ...parameters },
  )
})
