// A sort that does not end before a test says so.
import type { Service } from './service.js'

/** Sorts `b` and `a`. Resolves once the service is at it; `finish` sends the rest, `answer` is what comes of it. */
export async function holdASort(service: Service) {
  let finish = () => {}
  const held = new Promise<void>(resolve => {
    finish = resolve
  })
  async function* slow() {
    yield Buffer.from('b\n')
    await held
    yield Buffer.from('a\n')
  }
  const answer = service.sort(slow())
  // Whoever breaks it off looks at it later.
  answer.catch(() => {})
  await service.shows('sort_service_sorts', {}, 1)
  return { finish, answer }
}
