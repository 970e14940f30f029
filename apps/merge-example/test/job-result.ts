// What a run may have found, for tests of what is made of it.
import type { JobResult } from '../src/job-result.js'

export const result: JobResult = {
  rowsIn: 3_000_000,
  rowsOut: 2_999_809,
  checksumIn: '0123456789abcdef',
  checksum: '0123456789abcdef',
  sorted: true,
  bytesIn: 2 ** 30,
  bytesPagedOut: 100 * 2 ** 20,
  bytesStored: 50 * 2 ** 20,
  phases: { runs: 3, merge: 1 },
  wallSeconds: 4,
  startMs: 2000,
  rssBeforeReadingBytes: 60 * 2 ** 20,
}
