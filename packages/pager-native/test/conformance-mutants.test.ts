// The suite itself: a right pager passes, and pagers that are wrong in one way each do not.
import { describe, expect, test } from 'vitest'
import { createMemoryPager } from '../src/memory.js'
import { brokenPagers } from './conformance/broken-pagers.js'
import { runSuite } from './conformance/run-suite.js'

const supports = { sharing: false, limit: ['swap', 'file'] } as const

describe('a broken pager fails the suite', () => {
  for (const [name, { create, noticedBy }] of Object.entries(brokenPagers)) {
    test(name, async () => {
      const { failed } = await runSuite({ create, supports }, name => name === noticedBy)
      expect([...failed.keys()]).toEqual([noticedBy])
      const { passed } = await runSuite({ create: createMemoryPager, supports }, name => name === noticedBy)
      expect(passed).toEqual([noticedBy])
    })
  }
})

describe('what a subject says of itself is checked', () => {
  test('a known gap that fails is expected', async () => {
    const { create, noticedBy } = brokenPagers['is full for ever']!
    const knownGaps = [noticedBy, noticedBy.replace('file', 'swap')]
    const { failed, passed } = await runSuite({ create, supports, knownGaps }, name => name.endsWith('(known gap)'))
    expect([...failed]).toEqual([])
    expect(passed).toHaveLength(2)
  })

  test('a known gap that passes fails the suite', async () => {
    const gap = 'file: take ends the handle'
    const subject = { create: createMemoryPager, supports, knownGaps: [gap] }
    const { failed } = await runSuite(subject, name => name.startsWith(gap))
    expect([...failed.keys()]).toEqual([`${gap} (known gap)`])
    expect(failed.get(`${gap} (known gap)`)).toContain('take its name off the list')
  })

  test('a known gap that names no test is refused', async () => {
    const subject = { create: createMemoryPager, supports, knownGaps: ['file: takes ends the handle'] }
    await expect(runSuite(subject, () => false)).rejects.toThrow('file: takes ends the handle')
  })

  test('a pager that says it shares and does not fails', async () => {
    const needsSharing = 'swap: an attached pager is on the same engine and has a backend of its own'
    const subject = { create: createMemoryPager, supports: { ...supports, sharing: true } }
    const { failed } = await runSuite(subject, name => name === needsSharing)
    expect([...failed.keys()]).toEqual([needsSharing])
  })
})
