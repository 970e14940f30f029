import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Progress } from '../src/progress.js'

function start(isTTY: boolean) {
  const written: string[] = []
  const progress = new Progress({ isTTY, write: text => written.push(text) })
  return { progress, written }
}

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('redraws one line with a bar, rate and memory on a terminal', () => {
    const { progress, written } = start(true)
    progress.begin('merge', 'rowsMerged', 200, 'rows')
    progress.counters.add('rowsMerged', 50)
    vi.advanceTimersByTime(100)
    expect(written.at(-1)).toMatch(/^\rmerge {2}█{6}░{18} {2}25 % {2}\d+ rows\/s, \d+ MiB resident/)
    progress.counters.add('rowsMerged', 150)
    progress.end()
    expect(written.slice(-2).join('')).toMatch(/█{24} 100 % .*\n$/s)
    expect(written.join('').split('\n')).toHaveLength(2)
  })

  it('writes plain lines elsewhere', () => {
    const { progress, written } = start(false)
    progress.begin('runs', 'rowsInRuns', 3_000_000, 'rows')
    progress.counters.add('rowsInRuns', 1_500_000)
    vi.advanceTimersByTime(2000)
    progress.end()
    expect(written).toHaveLength(2)
    for (const line of written)
      expect(line).toMatch(/^runs: 1\.50M of 3\.00M rows in \d+\.\d\d s, .* rows\/s, \d+ MiB resident\n$/)
    vi.advanceTimersByTime(60_000)
    expect(written).toHaveLength(2)
  })

  it('ends a phase when the next begins, and ends only once', () => {
    const { progress, written } = start(false)
    progress.begin('runs', 'rowsInRuns', 1, 'rows')
    progress.begin('merge', 'rowsMerged', 1, 'rows')
    progress.end()
    progress.end()
    expect(written.map(line => line.split(':')[0])).toEqual(['runs', 'merge'])
  })
})
