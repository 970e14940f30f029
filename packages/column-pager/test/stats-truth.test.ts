// Where did the memory go: what the column pagers of all threads say, with what their engine says of its own, is what the kernel counts.
// ARCHITECTURE.md ("Memory") names what may be missing: slots larger than what is in them, and the heaps of V8.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PagerStats } from '@spillway/pager-native'
import { expect, test } from 'vitest'
import type { ColumnPagerStats } from '../src/index.js'

interface Held {
  readonly anonymousBytes: number
  readonly engine: PagerStats
  readonly workers: readonly (readonly ColumnPagerStats[])[]
  readonly atRest: { readonly workers: Held['workers']; readonly engine: PagerStats }
  readonly budgets: readonly { readonly inUseBytes: number }[]
}

const MiB = 2 ** 20
const byteLength = 16 + 8 * 131_000
const program = fileURLToPath(new URL('./support/holding-process.mjs', import.meta.url))

function sumOf({ workers }: { workers: Held['workers'] }, place: 'resident' | 'paged' | 'compressed' | 'inFlight') {
  return workers.flat().reduce((sum, stats) => sum + stats[place].storedBytes, 0)
}

/** What is in memory: of the column pagers what JavaScript holds, of the engine the rest. */
function saidBytes(held: Held): number {
  const { resident, writing, reading, warm } = held.engine.bytes
  return sumOf(held, 'resident') + sumOf(held, 'inFlight') + resident + writing + reading + warm
}

test.runIf(process.platform === 'linux')('what two threads say they hold is what the process holds', () => {
  const scratch = mkdtempSync('/var/tmp/spillway-stats-')
  try {
    const output = execFileSync(process.execPath, [program, scratch], { encoding: 'utf8' })
    const { workers, columnsOfEach, empty, full } = JSON.parse(output) as {
      workers: number
      columnsOfEach: number
      empty: Held
      full: Held
    }
    const bytesOfEach = workers * columnsOfEach * byteLength
    expect(sumOf(full, 'resident')).toBe(bytesOfEach)
    expect(sumOf(full, 'inFlight')).toBe(bytesOfEach)
    expect(sumOf(full, 'paged')).toBe(2 * bytesOfEach)
    expect(full.engine.bytes.lent).toBe(2 * bytesOfEach)
    // Swapped payloads stay in memory, those on disk do not.
    const { resident, writing, stored } = full.engine.bytes
    expect(resident + writing + stored).toBe(2 * bytesOfEach + sumOf(full, 'compressed'))

    const grownBytes = full.anonymousBytes - empty.anonymousBytes
    const moreSaidBytes = saidBytes(full) - saidBytes(empty)
    expect(moreSaidBytes).toBeGreaterThan(150 * MiB)
    // Slots of frames are up to half as large again, V8 collects when it likes.
    expect(grownBytes).toBeGreaterThan(moreSaidBytes - 16 * MiB)
    expect(grownBytes).toBeLessThan(moreSaidBytes + sumOf(full, 'compressed') / 2 + 16 * MiB)

    for (const place of ['resident', 'paged', 'compressed', 'inFlight'] as const)
      expect(sumOf(full.atRest, place)).toBe(0)
    const { lent, ...other } = full.atRest.engine.bytes
    expect({ lent, resident: other.resident, writing: other.writing, stored: other.stored }).toEqual({
      lent: 0,
      resident: 0,
      writing: 0,
      stored: 0,
    })
    expect(full.budgets.map(({ inUseBytes }) => inUseBytes)).toEqual([0, 0, 0, 0])
  } finally {
    rmSync(scratch, { recursive: true })
  }
})
