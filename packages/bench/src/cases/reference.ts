// The reference system's figures for the same 24 cases: microseconds per operation and bytes stored, medians of three runs on two
// cores of AMD Zen 5 with 24 GiB, rustc 1.95 release, glibc malloc. Measured once, not here.

export interface ReferenceFigure {
  /** With malloc as it comes: large buffers go back to the kernel when they are freed, and are faulted in anew. */
  readonly us: number
  /** With malloc told to keep what was freed, which is what a pager that reuses its memory should also be held against. */
  readonly heapKeptUs: number
  readonly storedBytes: number
}

const figures: Readonly<Record<string, readonly [us: number, heapKeptUs: number, storedBytes: number]>> = {
  'rt/4KiB/swap-warm/raw': [0.32, 0.31, 4112],
  'loop/4KiB/swap-warm/raw': [0.59, 0.61, 4112],
  'rt/4KiB/swap-warm/lz4': [7.62, 7.62, 2074],
  'loop/4KiB/swap-warm/lz4': [4.92, 5.48, 2074],
  'rt/4KiB/file/raw': [38.5, 44.22, 4112],
  'loop/4KiB/file/raw': [32.52, 44.14, 4112],
  'rt/4KiB/file/lz4': [39.42, 59.32, 2074],
  'loop/4KiB/file/lz4': [34.81, 46.93, 2074],
  'rt/256KiB/swap-warm/raw': [211, 23.66, 262_160],
  'loop/256KiB/swap-warm/raw': [222, 41.95, 262_160],
  'rt/256KiB/swap-warm/lz4': [529, 439, 131_215],
  'loop/256KiB/swap-warm/lz4': [398, 328, 131_215],
  'rt/256KiB/file/raw': [428, 127, 262_160],
  'loop/256KiB/file/raw': [424, 121, 262_160],
  'rt/256KiB/file/lz4': [680, 520, 131_215],
  'loop/256KiB/file/lz4': [520, 371, 131_215],
  'rt/4MiB/swap-warm/raw': [4813, 461, 4_194_320],
  'loop/4MiB/swap-warm/raw': [5238, 634, 4_194_320],
  'rt/4MiB/swap-warm/lz4': [9651, 8057, 2_098_839],
  'loop/4MiB/swap-warm/lz4': [5174, 5224, 2_098_839],
  'rt/4MiB/file/raw': [8206, 1704, 4_194_320],
  'loop/4MiB/file/raw': [7907, 1782, 4_194_320],
  'rt/4MiB/file/lz4': [11_434, 9017, 2_098_839],
  'loop/4MiB/file/lz4': [8791, 6199, 2_098_839],
}

export function referenceFigure(caseName: string): ReferenceFigure {
  const figure = figures[caseName]
  if (figure === undefined) throw new RangeError(`the reference has no case ${caseName}`)
  const [us, heapKeptUs, storedBytes] = figure
  return { us, heapKeptUs, storedBytes }
}
