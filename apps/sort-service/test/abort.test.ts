// A client that goes away, while it sends or while it is answered, leaves nothing behind.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleValue } from '../../../packages/metrics/test/support/exposition.js'
import { randomLines } from './support/random-lines.js'
import { Service } from './support/service.js'

let service: Service
beforeAll(async () => {
  service = await Service.start(['--budget-mib', '4', '--concurrency', '1'])
})
afterAll(() => service[Symbol.asyncDispose]())

async function nothingIsLeft(goneAway: number): Promise<void> {
  await service.shows('sort_service_sorts', {}, 0)
  await service.shows('spillway_pager_handles', {}, 0)
  const scrape = await service.scrape()
  expect(sampleValue(scrape, 'spillway_budget_used_bytes', { tier: 'own' })).toBe(0)
  expect(sampleValue(scrape, 'spillway_pager_bytes', { state: 'lent' })).toBe(0)
  for (const state of ['resident', 'paged', 'in_flight']) {
    expect(sampleValue(scrape, 'spillway_column_pager_columns', { state }), state).toBe(0)
  }
  expect(sampleValue(scrape, 'sort_service_responses_total', { route: '/sort', status: '499' })).toBe(goneAway)
}

test('while it sends', async () => {
  const controller = new AbortController()
  async function* endless() {
    yield* randomLines(60_000, 128).chunks
    await service.shows('sort_service_sorts', {}, 1)
    controller.abort()
    yield Buffer.from('one more\n')
  }
  await expect(service.sort(endless(), { signal: controller.signal })).rejects.toThrow()
  await nothingIsLeft(1)
})

test('while it is answered', async () => {
  const controller = new AbortController()
  const response = await service.sort(randomLines(150_000, 128).chunks, { signal: controller.signal })
  const reader = response.body!.getReader()
  await reader.read()
  expect(sampleValue(await service.scrape(), 'spillway_column_pager_columns', { state: 'in_flight' })).toBeGreaterThan(
    0,
  )
  controller.abort()
  await nothingIsLeft(2)
})
