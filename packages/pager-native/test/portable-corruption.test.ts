// Stored bytes that changed behind the pager's back are never returned as if they were the right ones.
import { expect, test } from 'vitest'
import { pattern } from '../src/conformance/bytes.js'
import { nodeFs } from '../src/portable-fs.js'
import { createPortablePager } from '../src/portable-pager.js'
import { faultyFs } from './portable/faulty-fs.js'

const payloadBytes = 300_007

/** A pager whose only payload can be changed on disk. */
function pagerWithDisk() {
  let fd = -1
  const pager = createPortablePager(
    {},
    faultyFs(real => ({
      write(file, pieces, position) {
        fd = file
        return real.write(file, pieces, position)
      },
    })),
  )
  const handle = pager.pageout([pattern(payloadBytes)])
  const flip = (position: number) => {
    const byte = new Uint8Array(1)
    nodeFs.read(fd, byte, position)
    byte[0]! ^= 0x10
    nodeFs.write(fd, [byte], position)
  }
  return { pager, handle, flip }
}

test.each([0, 65_535, 65_536, 200_000, payloadBytes - 1])('a flipped bit at byte %i', position => {
  const { pager, handle, flip } = pagerWithDisk()
  const neighbour = pager.pageout([pattern(payloadBytes, 2)])
  const offset = Math.floor(position / 65_536) * 65_536
  const corrupt = expect.objectContaining({
    name: 'PagerError',
    code: 'PAGER_CORRUPT_PAGE',
    offset,
    length: Math.min(65_536, payloadBytes - offset),
  })
  flip(position)
  expect(() => handle.take()).toThrow(corrupt)
  expect(() => handle.readAt(position, 1)).toThrow(corrupt)
  expect(() => handle.readInto(0, new Uint8Array(payloadBytes))).toThrow(corrupt)
  expect(() =>
    handle.readAtMany([
      { offset: position === 0 ? 5 : 0, length: position || 9 },
      { offset: position, length: 1 },
    ]),
  ).toThrow(corrupt)
  expect(pager.stats().counters.checksumFailures).toBe(4)
  expect(pager.stats().liveHandles).toBe(2)
  const elsewhere = (offset + 65_536 + 10) % 262_144
  expect(handle.readAt(elsewhere, 20).byteLength, 'bytes of other pieces are still readable').toBe(20)
  expect(Buffer.from(neighbour.take()).equals(Buffer.from(pattern(payloadBytes, 2)))).toBe(true)
  flip(position)
  expect(Buffer.from(handle.take()).equals(Buffer.from(pattern(payloadBytes)))).toBe(true)
  pager.close()
})

test('bytes behind the payload, in its extent, are nobody’s', () => {
  const { pager, handle, flip } = pagerWithDisk()
  flip(payloadBytes)
  expect(Buffer.from(handle.take()).equals(Buffer.from(pattern(payloadBytes)))).toBe(true)
  pager.close()
})
