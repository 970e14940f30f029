// The suite itself: a right pager passes, and pagers that are wrong in one way each do not.
import { describe, expect, test } from 'vitest'
import { createMemoryPager } from '../src/memory.js'
import { brokenPagers } from './conformance/broken-pagers.js'
import { runSuite } from './conformance/run-suite.js'

const supports = { sharing: false, limit: ['swap', 'file'] } as const

describe('a broken pager fails the suite', () => {
  for (const [name, { create, noticedBy }] of Object.entries(brokenPagers)) {
    test(name, async () => {
      const { failed, passed } = await runSuite({ create, supports })
      expect([...failed.keys()]).toContain(noticedBy)
      expect(passed.length).toBeGreaterThan(0)
    })
  }
})

describe('what a subject says of itself is checked', () => {
  test('a known gap that fails is expected', async () => {
    const { create, noticedBy } = brokenPagers['is full for ever']!
    const { failed } = await runSuite({ create, supports, knownGaps: [noticedBy, noticedBy.replace('file', 'swap')] })
    expect([...failed]).toEqual([])
  })

  test('a known gap that passes fails the suite', async () => {
    const gap = 'file: take ends the handle'
    const { failed } = await runSuite({ create: createMemoryPager, supports, knownGaps: [gap] })
    expect([...failed.keys()]).toEqual([`${gap} (known gap)`])
    expect(failed.get(`${gap} (known gap)`)).toContain('take its name off the list')
  })

  test('a known gap that names no test is refused', async () => {
    const subject = { create: createMemoryPager, supports, knownGaps: ['file: takes ends the handle'] }
    await expect(runSuite(subject)).rejects.toThrow('file: takes ends the handle')
  })

  test('a pager that says it shares and does not fails', async () => {
    const { failed } = await runSuite({ create: createMemoryPager, supports: { ...supports, sharing: true } })
    expect([...failed.keys()]).toContain('swap: an attached pager is on the same engine and has a backend of its own')
  })
})
