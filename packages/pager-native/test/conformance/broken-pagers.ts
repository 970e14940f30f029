// Pagers that are wrong in one way each, made by wrapping a right one. The suite must notice every one of them.
import { createMemoryPager } from '../../src/memory.js'
import type { PageHandle } from '../../src/page-handle.js'
import type { Chunk, Pager } from '../../src/pager.js'
import { PagerError } from '../../src/pager-error.js'

interface Breaks {
  handle?(handle: PageHandle): Partial<PageHandle>
  pager?(pager: Pager): Partial<Pager>
}

/** `base` with the members of `changes` in front; methods of `base` run on `base` itself. */
function override<T extends object>(base: T, changes: Partial<T>): T {
  return new Proxy(base, {
    get(target, key) {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key)
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  })
}

function broken({ handle: breakHandle = () => ({}), pager: breakPager = () => ({}) }: Breaks) {
  return (options: { limitBytes?: number }): Pager => {
    const pager = createMemoryPager(options)
    const changed = override(pager, breakPager(pager))
    const wrap = (handle: PageHandle) => override(handle, breakHandle(handle))
    return override(changed, {
      pageout: chunks => wrap(changed.pageout(chunks)),
      pageoutWith: (backend, chunks) => wrap(changed.pageoutWith(backend, chunks)),
    })
  }
}

const copyOf = (chunk: Chunk): ArrayBuffer => {
  const view = ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk)
  return new Uint8Array(view).buffer
}

/** The right answer with one byte changed, if it has the byte. */
function flip(buffer: ArrayBuffer, index: number): ArrayBuffer {
  const bytes = new Uint8Array(buffer)
  if (index >= 0 && index < bytes.length) bytes[index]! ^= 1
  return buffer
}

/** Each with a test of the suite that must fail because of it; others may, too. */
export const brokenPagers: Readonly<Record<string, { create: ReturnType<typeof broken>; noticedBy: string }>> = {
  'forgets to detach': {
    create: broken({
      pager: pager => ({
        pageoutWith: (backend, chunks) => pager.pageoutWith(backend, chunks.map(copyOf)),
      }),
    }),
    noticedBy: 'swap: a page-out detaches every chunk',
  },
  'detaches the first chunk although the second is a mistake': {
    create: broken({
      pager: pager => ({
        pageoutWith(backend, chunks) {
          if (Array.isArray(chunks) && chunks.length > 1 && chunks[0] instanceof ArrayBuffer) {
            const [first, ...rest] = chunks as [ArrayBuffer, ...Chunk[]]
            const stolen = pager.pageoutWith(backend, [first]).take()
            return pager.pageoutWith(backend, [stolen, ...rest])
          }
          return pager.pageoutWith(backend, chunks)
        },
      }),
    }),
    noticedBy: 'file: mistakes are TypeErrors and leave every chunk untouched',
  },
  'gives the stale tail of a longer payload': {
    create: options => {
      let longest = 0
      return broken({
        handle: handle => {
          longest = Math.max(longest, handle.byteLength)
          const stale = longest - handle.byteLength
          return {
            take() {
              const taken = handle.take()
              const longer = new Uint8Array(taken.byteLength + (taken.byteLength > 0 ? stale : 0))
              longer.set(new Uint8Array(taken))
              return stale === 0 ? taken : longer.buffer
            },
          }
        },
      })(options)
    },
    noticedBy: 'swap: 4096 bytes: a shorter payload after a longer one shows nothing of it',
  },
  'reads ranges in the order of their offsets': {
    create: broken({
      handle: handle => ({
        readAtMany: ranges => handle.readAtMany([...ranges].sort((a, b) => a.offset - b.offset)),
      }),
    }),
    noticedBy: 'swap: readAtMany concatenates in request order, also of adjacent ranges',
  },
  'allows a second take': {
    create: broken({
      handle: handle => {
        let taken: ArrayBuffer | undefined
        return {
          take() {
            if (taken !== undefined) return taken
            const buffer = handle.take()
            taken = buffer.slice(0)
            return buffer
          },
        }
      },
    }),
    noticedBy: 'file: take ends the handle',
  },
  'loses the last byte beyond a page': {
    create: broken({
      handle: handle => ({
        take: () => (handle.byteLength > 4096 ? flip(handle.take(), handle.byteLength - 1) : handle.take()),
      }),
    }),
    noticedBy: 'swap: 4097 bytes: allocate, page out, read, take, page out, take',
  },
  'accepts overlapping ranges': {
    create: broken({
      handle: handle => ({
        readAtMany(ranges) {
          const parts = ranges.map(range => handle.readAtMany([range]))
          if (parts.length === 0) handle.readAtMany([])
          return new Uint8Array(Buffer.concat(parts.map(part => new Uint8Array(part)))).buffer
        },
      }),
    }),
    noticedBy: 'file: overlapping ranges are a RangeError, in any order',
  },
  'reads past the end': {
    create: broken({
      handle: handle => ({
        readAt(offset, length) {
          const inside = Math.min(length, Math.max(0, handle.byteLength - offset))
          return handle.readAt(offset, Number.isNaN(inside) ? length : inside)
        },
      }),
    }),
    noticedBy: 'swap: a range outside the payload is a RangeError',
  },
  'moves live handles with the backend': {
    create: broken({
      pager: pager => ({ pageoutWith: (backend, chunks) => override(pager.pageoutWith(backend, chunks), {}) }),
      handle: handle => ({
        get backend() {
          return handle.closed ? 'swap' : handle.backend
        },
      }),
    }),
    noticedBy: 'file: take ends the handle',
  },
  'recycles what it did not lend': {
    create: broken({
      pager: () => ({
        recycle(buffer: ArrayBuffer) {
          if (buffer.byteLength > 0) structuredClone(buffer, { transfer: [buffer] })
        },
      }),
    }),
    noticedBy: 'swap: recycle leaves buffers alone that the pager did not lend',
  },
  'keeps handles open when it closes': {
    create: broken({
      handle: handle => {
        const bytes = handle.readAt(0, handle.byteLength)
        return {
          readAt: (offset, length) =>
            handle.closed ? bytes.slice(offset, offset + length) : handle.readAt(offset, length),
        }
      },
    }),
    noticedBy: 'swap: close ends the live handles',
  },
  'answers a taken handle with the code of a closed one': {
    create: broken({
      handle: handle => ({
        readInto(offset, target) {
          if (handle.closed) throw new PagerError('PAGER_HANDLE_CLOSED', 'closed')
          handle.readInto(offset, target)
        },
      }),
    }),
    noticedBy: 'swap: take ends the handle',
  },
  'is full for ever': {
    create: options => {
      let full = false
      return broken({
        pager: pager => ({
          pageoutWith(backend, chunks) {
            if (full) throw new PagerError('PAGER_NO_SPACE', 'full')
            try {
              return pager.pageoutWith(backend, chunks)
            } catch (error) {
              full = error instanceof PagerError && error.code === 'PAGER_NO_SPACE'
              throw error
            }
          },
        }),
      })(options)
    },
    noticedBy: 'file: a full pager refuses, keeps what it has, and has room again after take and close',
  },
  'forgets to count what it lends': {
    create: broken({
      pager: pager => ({ stats: () => ({ ...pager.stats(), bytes: { ...pager.stats().bytes, lent: 0 } }) }),
    }),
    noticedBy: 'swap: lent bytes are counted until they are paged out or recycled',
  },
}
