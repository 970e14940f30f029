// What a pager says of handles that were dropped: one warning, however many there are, because the statistics count them.

export class LeakWarning {
  #given = false

  give(): void {
    if (this.#given) return
    this.#given = true
    process.emitWarning('a page handle was collected without take or close; its payload has been discarded', {
      code: 'PAGER_HANDLE_LEAKED',
      detail: 'Later leaks of this pager are counted in stats().counters.handlesLeaked.',
    })
  }
}
