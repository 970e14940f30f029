// A run is read at its start, now and then, and at its end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ProgressCounters } from '../src/progress-counters.js'
import { RunTimeline } from '../src/run-timeline.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('holds what was kept, moved and resident, reading by reading', () => {
  const counters = new ProgressCounters()
  let keptBytes = 0
  const timeline = new RunTimeline(() => ({ keptBytes, pagerBytes: 5, storedBytes: 7 }), counters)
  timeline.start()
  keptBytes = 100
  counters.add('bytesPagedOut', 30)
  vi.advanceTimersByTime(25)
  counters.add('bytesPagedOut', 10)
  counters.add('bytesPagedIn', 20)
  const samples = timeline.stop()
  expect(samples).toMatchObject({
    keptBytes: [0, 100, 100],
    bytesPagedOut: [0, 30, 40],
    bytesPagedIn: [0, 0, 20],
    pagerBytes: [5, 5, 5],
    storedBytes: [7, 7, 7],
  })
  for (const bytes of samples.rssBytes) expect(bytes).toBeGreaterThan(2 ** 24)
  vi.advanceTimersByTime(1000)
  expect(samples.seconds).toHaveLength(3)
})
