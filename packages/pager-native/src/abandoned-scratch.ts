// Closes the scratch files of a portable pager that was collected without close. A registry that the pager itself held would be
// collected with it and never call back; this one knows only what is registered, and scratch files know nothing of their pager.

interface Closeable {
  close(): void
}

export const abandonedScratch = new FinalizationRegistry<Closeable>(scratch => scratch.close())
