// What a failure of the scratch directory is to the user of this program: the pager speaks of its option and of extents, where the user gave
// a flag and has a disk.

/** `error` in the user's words, if it is about the scratch directory; else `error`. `scratch` is what `--scratch` said. */
export function inUsersWords(error: unknown, scratch: string | undefined): unknown {
  // What a worker throws comes here with its fields, but without its class.
  if (!(error instanceof Error && 'code' in error)) return error
  if (error.code === 'PAGER_SCRATCH') {
    return new Error(error.message.replaceAll('scratchDirectory', '--scratch'), { cause: error })
  }
  if (error.code !== 'PAGER_NO_SPACE') return error
  const place = scratch === undefined ? 'the scratch directory (see --scratch)' : `--scratch ${scratch}`
  return new Error(`${place} is full: ${error.message}`, { cause: error })
}
