// What eviction is to do, as plainly as it can be said: arrays of names, and numbers. It knows no bytes, no pager and no policy.

export interface ModelColumn {
  readonly name: number
  readonly byteLength: number
  touched: boolean
}

export class EvictionModel {
  budgetBytes: number
  readonly #bands: ModelColumn[][]
  readonly #visits: number

  constructor(budgetBytes: number, bands: number, visits: number) {
    this.budgetBytes = budgetBytes
    this.#bands = Array.from({ length: bands }, () => [])
    this.#visits = visits
  }

  get resident(): ModelColumn[] {
    return this.#bands.flat()
  }

  get inUseBytes(): number {
    return this.resident.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  page(name: number, byteLength: number, generation: number, reuse: 'soon' | 'late' | undefined): void {
    const last = this.#bands.length - 1
    const band = reuse === 'late' ? last : Math.min(generation, last)
    if (this.#fits(byteLength) || this.#makesRoom(byteLength, band)) {
      this.#bands[band]!.push({ name, byteLength, touched: reuse === 'soon' })
    }
  }

  touch(name: number): void {
    for (const column of this.resident) if (column.name === name) column.touched = true
  }

  end(name: number): void {
    for (const band of this.#bands) {
      const index = band.findIndex(column => column.name === name)
      if (index >= 0) band.splice(index, 1)
    }
  }

  evict(): void {
    while (this.inUseBytes > this.budgetBytes) {
      for (const column of this.#choose(this.inUseBytes - this.budgetBytes, 0, Number.POSITIVE_INFINITY)) {
        // A policy that was asked would keep it once more.
        if (this.#fits(column.byteLength)) return
        this.end(column.name)
      }
    }
  }

  #fits(byteLength: number): boolean {
    return this.inUseBytes + byteLength <= this.budgetBytes
  }

  #makesRoom(byteLength: number, youngest: number): boolean {
    const overdrawnBytes = Math.max(0, this.inUseBytes - this.budgetBytes)
    for (const { name } of this.#choose(overdrawnBytes, 0, this.#visits)) this.end(name)
    if (this.inUseBytes > this.budgetBytes) return false
    const sum = (columns: readonly ModelColumn[]) => columns.reduce((total, each) => total + each.byteLength, 0)
    if (sum(this.#bands.slice(youngest).flat()) < byteLength) return false
    const chosen = this.#choose(byteLength, youngest, this.#visits)
    if (sum(chosen) < byteLength) return false
    for (const { name } of chosen) {
      this.end(name)
      if (this.#fits(byteLength)) return true
    }
    return false
  }

  #choose(byteLength: number, youngest: number, visits: number): ModelColumn[] {
    const chosen: ModelColumn[] = []
    let missing = byteLength
    for (let index = this.#bands.length - 1; index >= youngest; index--) {
      const band = this.#bands[index]!
      const walk = [...band]
      let looks = Math.min(visits, 2 * band.length)
      while (walk.length > 0 && looks-- > 0 && missing > 0) {
        const column = walk.shift()!
        if (column.touched) {
          column.touched = false
          walk.push(column)
          band.push(...band.splice(band.indexOf(column), 1))
        } else {
          chosen.push(column)
          missing -= column.byteLength
        }
      }
    }
    return chosen
  }
}
