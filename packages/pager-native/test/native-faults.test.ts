// Each row of "What can go wrong", from JavaScript: what the caller sees, and what stays true.
import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { assertBytes, pattern } from '../src/conformance/bytes.js'
import { createFaultyPager } from './native/faulty-pager.js'

const { EIO, ENOSPC, ENOMEM, EACCES } = constants.errno
const size = 2 ** 20
const error = (code: string, details: object = {}) => expect.objectContaining({ name: 'PagerError', code, ...details })

test('a failed background write is reported, ends new file work, and loses nothing', () => {
  const { pager, inject } = createFaultyPager({ writeBehindBytes: 2 * size })
  const first = pager.pageout([pattern(size, 0)])
  inject({ call: 'write', times: 1000, errno: EIO })
  const handles = [first]
  const refused = pattern(size, 99)
  expect(() => {
    for (let i = 1; i < 20; i++) handles.push(pager.pageout([pattern(size, i)]))
  }).toThrow(error('PAGER_IO', { errno: EIO, syscall: 'pwrite', length: size }))
  expect(() => pager.pageout([refused])).toThrow(error('PAGER_IO'))
  expect(() => pager.pageout([pattern(100)])).toThrow(error('PAGER_IO'))
  assertBytes(refused, pattern(size, 99), 'the refused chunk')
  pager.pageoutWith('swap', [pattern(size)]).close()
  expect(pager.stats().counters.ioErrors).toBeGreaterThan(0)
  for (const [i, handle] of handles.entries()) {
    assertBytes(handle.readAt(10, 1000), new Uint8Array(pattern(size, i), 10, 1000), `range of payload ${i}`)
    assertBytes(handle.take(), pattern(size, i), `payload ${i}`)
  }
  pager.close()
})

test('a disk that fills up during a write is PAGER_NO_SPACE, and works again when there is room', () => {
  const { pager, inject } = createFaultyPager({ writeBehindBytes: 0 })
  const kept = pager.pageout([pattern(size, 1)])
  const ending = [pager.pageout([pattern(size, 8)]), pager.pageout([pattern(size, 9)])]
  for (const lent of [false, true]) {
    const chunk = lent ? pager.allocate(size) : new ArrayBuffer(size)
    new Uint8Array(chunk).set(new Uint8Array(pattern(size, 2)))
    inject({ call: 'write', errno: ENOSPC })
    expect(() => pager.pageout([chunk])).toThrow(error('PAGER_NO_SPACE', { errno: ENOSPC, syscall: 'pwrite' }))
    assertBytes(chunk, pattern(size, 2), 'the chunk')
    expect(() => pager.pageout([chunk])).toThrow(error('PAGER_NO_SPACE'))
    ending.pop()!.close()
    assertBytes(pager.pageout([chunk]).take(), pattern(size, 2), 'the chunk, once there is room')
  }
  assertBytes(kept.take(), pattern(size, 1), 'what was accepted before')
  assertBytes(pager.pageout([pattern(size, 3)]).take(), pattern(size, 3), 'what came after')
  pager.close()
})

test('a failed or short read is PAGER_IO, and the handle works at the next try', () => {
  const { pager, inject } = createFaultyPager({ writeBehindBytes: 0 })
  const handle = pager.pageout([pattern(size, 4)])
  inject({ call: 'read', errno: EIO })
  expect(() => handle.readAt(0, 100)).toThrow(error('PAGER_IO', { errno: EIO, syscall: 'pread', offset: 0 }))
  inject({ call: 'read', errno: EIO })
  expect(() => handle.take()).toThrow(error('PAGER_IO'))
  inject({ call: 'read', times: 100, transferBytes: 0 })
  expect(() => handle.take()).toThrow(error('PAGER_IO'))
  expect(handle.closed).toBe(false)
  inject({ call: 'read', times: 3, transferBytes: 8192 })
  for (let i = 0; i < 100 && !handle.closed; i++) {
    try {
      assertBytes(handle.take(), pattern(size, 4), 'take')
    } catch (reason) {
      expect(reason).toEqual(error('PAGER_IO'))
    }
  }
  expect(handle.closed).toBe(true)
  pager.close()
})

test('refused memory is PAGER_OUT_OF_MEMORY and harms nothing', () => {
  const { pager, inject } = createFaultyPager({ writeBehindBytes: 0 })
  const handle = pager.pageout([pattern(5 * size, 5)])
  inject({ call: 'map', times: 3, errno: ENOMEM })
  const chunk = pattern(9 * size, 6)
  expect(() => pager.allocate(20 * size)).toThrow(error('PAGER_OUT_OF_MEMORY', { errno: ENOMEM, syscall: 'mmap' }))
  expect(() => pager.pageout([chunk])).toThrow(error('PAGER_OUT_OF_MEMORY'))
  expect(() => pager.pageoutWith('swap', [chunk])).toThrow(error('PAGER_OUT_OF_MEMORY'))
  assertBytes(pager.pageoutWith('swap', [chunk]).take(), pattern(9 * size, 6), 'the chunk')
  assertBytes(handle.take(), pattern(5 * size, 5), 'the payload')
  pager.close()
})

test('a scratch directory that fails once is tried again', () => {
  const { pager, inject } = createFaultyPager({ scratchDirectory: '/var/tmp' })
  inject({ call: 'open', errno: EACCES })
  expect(() => pager.pageout([pattern(size)])).toThrow(error('PAGER_SCRATCH', { errno: EACCES, syscall: 'open' }))
  inject({ call: 'statfs', errno: EIO })
  expect(() => pager.pageout([pattern(size)])).toThrow(error('PAGER_SCRATCH', { errno: EIO, syscall: 'statfs' }))
  assertBytes(pager.pageout([pattern(size, 7)]).take(), pattern(size, 7), 'the payload')
  pager.close()
})
