// A sort that the scratch space is too small for is told so, leaves nothing behind, and takes nothing from the next one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleValue } from '../../../packages/metrics/test/support/exposition.js'
import { randomLines, readSorted } from './support/random-lines.js'
import { Service } from './support/service.js'

let service: Service
beforeAll(async () => {
  service = await Service.start(['--scratch-limit-mib', '12', '--budget-mib', '2'])
})
afterAll(() => service[Symbol.asyncDispose]())

test('507, and then there is room again', async () => {
  for (const round of [1, 2]) {
    const full = await service.sort(randomLines(200_000, 128).chunks)
    expect([full.status, await full.text()], `round ${round}`).toEqual([
      507,
      'the scratch space is full: try again later, or with less\n',
    ])
    await service.shows('spillway_pager_handles', {}, 0)
    const { chunks, sum } = randomLines(40_000, 128)
    const fits = await service.sort(chunks)
    expect(fits.status).toBe(200)
    expect(await readSorted(fits.body!)).toEqual(sum)
  }
  const scrape = await service.scrape()
  expect(sampleValue(scrape, 'spillway_pager_errors_total', { reason: 'no_space' })).toBeGreaterThanOrEqual(2)
  expect(sampleValue(scrape, 'sort_service_responses_total', { route: '/sort', status: '507' })).toBe(2)
  expect(sampleValue(scrape, 'spillway_budget_used_bytes', { tier: 'own' })).toBe(0)
})
