// The reference system's figures for the same 24 cases: microseconds per operation and bytes stored, medians of three runs on two
// cores of AMD Zen 5 with 24 GiB, rustc 1.95 release, glibc malloc as it comes ("default"). Measured once, not here.

export interface ReferenceFigure {
  readonly us: number
  readonly storedBytes: number
}

const figures: Readonly<Record<string, readonly [us: number, storedBytes: number]>> = {
  'rt/4KiB/swap-warm/raw': [0.32, 4112],
  'loop/4KiB/swap-warm/raw': [0.59, 4112],
  'rt/4KiB/swap-warm/lz4': [7.62, 2074],
  'loop/4KiB/swap-warm/lz4': [4.92, 2074],
  'rt/4KiB/file/raw': [38.5, 4112],
  'loop/4KiB/file/raw': [32.52, 4112],
  'rt/4KiB/file/lz4': [39.42, 2074],
  'loop/4KiB/file/lz4': [34.81, 2074],
  'rt/256KiB/swap-warm/raw': [211, 262_160],
  'loop/256KiB/swap-warm/raw': [222, 262_160],
  'rt/256KiB/swap-warm/lz4': [529, 131_215],
  'loop/256KiB/swap-warm/lz4': [398, 131_215],
  'rt/256KiB/file/raw': [428, 262_160],
  'loop/256KiB/file/raw': [424, 262_160],
  'rt/256KiB/file/lz4': [680, 131_215],
  'loop/256KiB/file/lz4': [520, 131_215],
  'rt/4MiB/swap-warm/raw': [4813, 4_194_320],
  'loop/4MiB/swap-warm/raw': [5238, 4_194_320],
  'rt/4MiB/swap-warm/lz4': [9651, 2_098_839],
  'loop/4MiB/swap-warm/lz4': [5174, 2_098_839],
  'rt/4MiB/file/raw': [8206, 4_194_320],
  'loop/4MiB/file/raw': [7907, 4_194_320],
  'rt/4MiB/file/lz4': [11_434, 2_098_839],
  'loop/4MiB/file/lz4': [8791, 2_098_839],
}

export function referenceFigure(caseName: string): ReferenceFigure {
  const figure = figures[caseName]
  if (figure === undefined) throw new RangeError(`the reference has no case ${caseName}`)
  const [us, storedBytes] = figure
  return { us, storedBytes }
}
