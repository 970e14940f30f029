// A service that is told to stop ends the sorts that it has, takes no more, says so as long as it has any, and ends with 0.
import { expect, test } from 'vitest'
import { holdASort } from './support/held-sort.js'
import { randomLines } from './support/random-lines.js'
import { Service } from './support/service.js'

/** A connection of its own, which the service does not know yet. */
async function newcomer(service: Service): Promise<number | 'refused'> {
  try {
    return (await fetch(`${service.url}/healthz`, { headers: { connection: 'close' } })).status
  } catch {
    return 'refused'
  }
}

test('a sort in hand comes to its end', async () => {
  await using service = await Service.start()
  const { finish, answer } = await holdASort(service)
  service.kill('SIGTERM')
  for (let seen: number | 'refused' = 200; seen === 200; ) seen = await newcomer(service)
  expect(await newcomer(service)).toBe(503)
  expect((await service.sort('x\n')).status).toBe(503)
  finish()
  expect(await (await answer).text()).toBe('a\nb\n')
  expect(await service.ended).toEqual({ code: 0, signal: null })
})

test('one that does not end is broken off when its time is over', async () => {
  await using service = await Service.start(['--grace-seconds', '0'])
  const { answer } = await holdASort(service)
  service.kill('SIGINT')
  await expect(answer).rejects.toThrow()
  expect(await service.ended).toEqual({ code: 0, signal: null })
})

test('so is one that is being answered', async () => {
  await using service = await Service.start(['--grace-seconds', '0'])
  const response = await service.sort(randomLines(150_000, 128).chunks)
  service.kill('SIGTERM')
  await expect(response.text()).rejects.toThrow()
  expect(await service.ended).toEqual({ code: 0, signal: null })
})
