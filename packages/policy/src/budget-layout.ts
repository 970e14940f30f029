// Where each word of a shared budget lives, and what its bits mean. It does no accounting.
//
//   byte 0      magic, version, seats, codecs (32 bits each), written once
//   byte 64     workerBytes, sharedBytes (64 bits each), page choice, changes of the two sizes begun (32 bits each)
//   byte 128    how many releases were stray, how many in excess (32 bits each)
//   byte 192    one seat per cache line, so that workers do not slow each other down:
//
//     63            45   44   43                                  0
//     [ generation    | joined | bytes in use by this worker      ]
//
// A worker is one word, so that claim, release and reclaim are one atomic step each: a thread may be terminated anywhere.

/** One worker's claims can be counted up to here, just under 16 TiB. A whole budget may be no larger. */
export const MAX_BUDGET_BYTES = 2 ** 44 - 1
export const MAX_SEATS = 4096

export const MAGIC = 0x53_42_44_47
export const VERSION = 1

/** Enough 32-bit words to tell what a buffer is. */
export const HEADER_INTS = 4

// Indices into an Int32Array.
export const MAGIC_INDEX = 0
export const VERSION_INDEX = 1
export const SEATS_INDEX = 2
export const CODECS_INDEX = 3
export const CHOICE_INDEX = 20
export const CHANGES_INDEX = 21
export const STRAY_INDEX = 32
export const EXCESS_INDEX = 33

// Indices into a BigUint64Array.
export const WORKER_BYTES_INDEX = 8
export const SHARED_BYTES_INDEX = 9
const FIRST_SEAT_INDEX = 24
const WORDS_PER_LINE = 8

const BYTES_MASK = (1n << 44n) - 1n
const JOINED = 1n << 44n
const GENERATION_SHIFT = 45n
const GENERATIONS = 2 ** 19

export function bufferByteLength(seats: number): number {
  return (FIRST_SEAT_INDEX + seats * WORDS_PER_LINE) * 8
}

export function seatIndex(seat: number): number {
  return FIRST_SEAT_INDEX + seat * WORDS_PER_LINE
}

export function bytesOf(word: bigint): number {
  return Number(word & BYTES_MASK)
}

export function isJoined(word: bigint): boolean {
  return (word & JOINED) !== 0n
}

/** Whether the seat is empty and owes nothing. */
export function isVacant(word: bigint): boolean {
  return (word & (JOINED | BYTES_MASK)) === 0n
}

export function generationOf(word: bigint): number {
  return Number(word >> GENERATION_SHIFT)
}

/** The word of a seat that a new worker just took. */
export function joinedWord(generation: number): bigint {
  return (BigInt(generation) << GENERATION_SHIFT) | JOINED
}

/** The word of a seat that is empty and owes nothing. */
export function vacantWord(generation: number): bigint {
  return BigInt(generation) << GENERATION_SHIFT
}

/** The same claims, held by a worker that makes no more of them. */
export function leftWord(word: bigint): bigint {
  return word & ~JOINED
}

export function nextGeneration(generation: number): number {
  return (generation + 1) % GENERATIONS
}
