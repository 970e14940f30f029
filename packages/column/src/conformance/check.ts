// One sentence of the contract as a function that throws when it is not so.

import type { ContainerBytes } from '../container-bytes.js'
import type { ContainerSubject } from './subject.js'

/** What a check gets: the subject, and the container it is about. */
export interface Trial<C> {
  readonly container: ContainerBytes<C>
  readonly subject: ContainerSubject<C>
  /** Makes the container anew: every call gives an equal one. */
  create(): C
}

/** A sentence of the contract. */
export interface Check {
  readonly title: string
  /** Throws unless the sentence is true of the container. */
  run<C>(trial: Trial<C>): void
}

/** The whole body of a container, joined from its slices. */
export function bodyOf<C>({ container }: Trial<C>, of: C): Uint8Array {
  return new Uint8Array(Buffer.concat([...container.slices(of)]))
}

/** A copy of `bytes` that has `before` foreign bytes before it and as many behind. */
export function amid(bytes: Uint8Array, before: number): Uint8Array {
  const larger = new Uint8Array(bytes.byteLength + 2 * before).fill(0xa5)
  larger.set(bytes, before)
  return larger.subarray(before, before + bytes.byteLength)
}
