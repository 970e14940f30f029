// Counts the memory that code makes by `new Uint8Array(size or values)`, `Uint8Array.from` and `new ArrayBuffer(size)` while it runs.
// Views of memory that exists cost nothing, and count nothing.

export class AllocationCounter {
  readonly byteLengths: number[] = []
  readonly #array = globalThis.Uint8Array
  readonly #buffer = globalThis.ArrayBuffer

  start(): void {
    globalThis.Uint8Array = this.#counting(this.#array)
    globalThis.ArrayBuffer = this.#counting(this.#buffer)
  }

  stop(): void {
    globalThis.Uint8Array = this.#array
    globalThis.ArrayBuffer = this.#buffer
  }

  get totalBytes(): number {
    return this.byteLengths.reduce((sum, byteLength) => sum + byteLength, 0)
  }

  #counting<T extends Uint8ArrayConstructor | ArrayBufferConstructor>(real: T): T {
    return new Proxy(real, {
      construct: (target, args, newTarget) => {
        const made = Reflect.construct(target, args, newTarget) as ArrayBuffer | Uint8Array
        const isView = args[0] instanceof this.#buffer || args[0] instanceof SharedArrayBuffer
        if (!isView) this.byteLengths.push(made.byteLength)
        return made
      },
    })
  }
}
