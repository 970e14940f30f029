// A full pager: it says so, harms nothing, and has room again when something ends.
import assert from 'node:assert/strict'
import type { PageHandle } from '../page-handle.js'
import type { BackendName, Pager } from '../pager.js'
import { assertBytes, fill, pattern } from './bytes.js'
import type { Check } from './check.js'
import { assertCode } from './verbs.js'

const chunkBytes = 2 ** 21
const limitBytes = 8 * chunkBytes

function fillUp(pager: Pager, backend: BackendName): PageHandle[] {
  const handles: PageHandle[] = []
  while (handles.length * chunkBytes <= limitBytes) {
    const chunk = pattern(chunkBytes, handles.length + 1)
    try {
      handles.push(pager.pageoutWith(backend, [chunk]))
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, 'PAGER_NO_SPACE')
      assertBytes(chunk, pattern(chunkBytes, handles.length + 1), 'the refused chunk')
      return handles
    }
  }
  assert.fail(`${handles.length} chunks of ${chunkBytes} bytes went into ${limitBytes}`)
}

export const limitChecks: readonly Check[] = [
  {
    title: 'a full pager refuses, keeps what it has, and has room again after take and close',
    applies: (subject, backend) => subject.supports.limit.includes(backend),
    run({ subject, backend }) {
      const pager = subject.create({ limitBytes })
      try {
        const handles = fillUp(pager, backend)
        assert.ok(handles.length > 0, 'nothing fitted')
        const chunks = [pattern(chunkBytes, 90), pager.allocate(chunkBytes)]
        fill(new Uint8Array(chunks[1]!), 91)
        assertCode('PAGER_NO_SPACE', 'a page-out of two', () => pager.pageoutWith(backend, chunks))
        for (const [i, chunk] of chunks.entries()) assertBytes(chunk, pattern(chunkBytes, 90 + i), `chunk ${i}`)
        assert.ok(pager.stats().counters.noSpaceErrors >= 2)
        assert.equal(pager.stats().liveHandles, handles.length)

        handles[0]!.close()
        handles[0] = pager.pageoutWith(backend, [chunks[1]!])
        assertCode('PAGER_NO_SPACE', 'one more', () => pager.pageoutWith(backend, [chunks[0]!]))
        const last = handles.pop()!
        assertBytes(last.take(), pattern(chunkBytes, handles.length + 1), 'the last one accepted')
        handles.push(pager.pageoutWith(backend, [chunks[0]!]))

        for (const [i, handle] of handles.entries()) {
          const seed = i === 0 ? 91 : i === handles.length - 1 ? 90 : i + 1
          assertBytes(handle.take(), pattern(chunkBytes, seed), `payload ${i}`)
        }
        assert.ok(pager.pageoutWith(backend, []).byteLength === 0)
      } finally {
        pager.close()
      }
    },
  },
]
