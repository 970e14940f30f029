// The service in a real container's memory: an upload larger than all that the container may have comes back sorted and whole, and
// a scrape shows where it was meanwhile. Without paging the same service is killed.
import { afterEach, expect, test } from 'vitest'
import { sampleValue } from '../../../packages/metrics/test/support/exposition.js'
import { MemoryCgroup } from '../../../packages/policy-pressure/test/support/memory-cgroup.js'
import { randomLines, readSorted } from './support/random-lines.js'
import { Service, type Start } from './support/service.js'

const MiB = 2 ** 20
const CAP_MIB = 160
const LINE_BYTES = 512
const LINES = (208 * MiB) / LINE_BYTES

let cgroup: MemoryCgroup | undefined

/** A container, or undefined where none can be had, which is said where nobody overlooks it. */
function makeContainer(name: string): Start | undefined {
  try {
    cgroup = MemoryCgroup.make(`spillway-sort-${name}-${process.pid}`, CAP_MIB * MiB)
    return command => cgroup!.start(command, {})
  } catch (error) {
    console.warn(`SKIPPED, a sort larger than its container: ${(error as Error).message}`)
    return undefined
  }
}

afterEach(() => {
  cgroup?.[Symbol.dispose]()
  cgroup = undefined
})

test('an upload larger than the container comes back sorted and whole', async context => {
  const start = makeContainer('paging')
  if (start === undefined) return context.skip('no memory cgroup can be made here')
  await using service = await Service.start(['--budget-mib', '8'], start)
  const before = await service.scrape()
  const { chunks, sum } = randomLines(LINES, LINE_BYTES)
  const response = await service.sort(chunks)
  expect(response.status).toBe(200)
  const during = await service.scrape()
  const sorted = await readSorted(response.body!)
  const after = await service.scrape()

  expect(sorted).toEqual(sum)
  expect(sorted).toMatchObject({ lines: LINES, bytes: LINES * LINE_BYTES })
  const of = (name: string, labels = {}) => [before, during, after].map(each => sampleValue(each, name, labels))
  const written = of('spillway_pager_io_bytes_total', { direction: 'write' })
  expect(written[0]).toBe(0)
  expect(written[1]).toBeGreaterThan(LINES * LINE_BYTES - CAP_MIB * MiB)
  expect(of('spillway_pager_bytes', { state: 'stored' })[1]).toBeGreaterThan(CAP_MIB * MiB)
  expect(of('spillway_budget_used_bytes', { tier: 'own' })[1]).toBeLessThanOrEqual(8 * MiB)
  expect(of('spillway_pager_handles')).toEqual([0, expect.any(Number), 0])
  expect(of('spillway_pager_errors_total', { reason: 'no_space' })).toEqual([0, 0, 0])
  expect(of('sort_service_received_bytes_total')).toEqual([0, LINES * LINE_BYTES, LINES * LINE_BYTES])
  const { peakBytes } = cgroup!
  console.log(
    `sorted ${(LINES * LINE_BYTES) / MiB} MiB in a container of ${CAP_MIB} MiB, of which ${Math.round(peakBytes / MiB)} were used`,
  )
  service.kill('SIGTERM')
  expect(await service.ended).toEqual({ code: 0, signal: null })
})

test('the same service without a bound on what stays in memory is killed', async context => {
  const start = makeContainer('resident')
  if (start === undefined) return context.skip('no memory cgroup can be made here')
  await using service = await Service.start(['--budget-mib', '4096'], start)
  await expect(service.sort(randomLines(LINES, LINE_BYTES).chunks)).rejects.toThrow()
  expect(await service.ended).toEqual({ code: null, signal: 'SIGKILL' })
})
