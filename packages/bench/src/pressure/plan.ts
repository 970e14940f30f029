// Which runs a pressure bench makes: every contender on the same job, and Spillway in more variants. A run is plain data, given to a
// child process as it is.

export type ContenderName = 'spillway' | 'per-file' | 'single-file' | 'kernel-swap' | 'device-limit'

export interface PressureRun {
  /** `spillway-file/raw/incompressible/1t`, and so on. */
  readonly name: string
  readonly contender: ContenderName
  /** Of Spillway only. */
  readonly backend?: 'swap' | 'file' | undefined
  readonly codec: 'none' | 'lz4'
  readonly data: 'incompressible' | 'compressible'
  readonly threads: number
  /** Milliseconds of computing after each chunk that was made or taken, so that the disk has time to keep up. */
  readonly computeMs: number
  /** Bytes of all chains of all threads: the working set. */
  readonly chainBytes: number
  /** Bytes of memory that the run's cgroup may hold. */
  readonly capBytes: number
}

type Variant = Omit<PressureRun, 'name' | 'chainBytes' | 'capBytes'>

const base: Variant = {
  contender: 'spillway',
  backend: undefined,
  codec: 'none',
  data: 'incompressible',
  threads: 1,
  computeMs: 0,
}
const file: Variant = { ...base, backend: 'file' }
const swap: Variant = { ...base, backend: 'swap' }
const perFile: Variant = { ...base, contender: 'per-file' }
const singleFile: Variant = { ...base, contender: 'single-file' }
const kernelSwap: Variant = { ...base, contender: 'kernel-swap' }
const deviceLimit: Variant = { ...base, contender: 'device-limit' }

const contenders = [file, perFile, singleFile, kernelSwap, swap, deviceLimit]
const variants: readonly Variant[] = [
  ...contenders,
  ...contenders.filter(variant => variant !== deviceLimit).map(variant => ({ ...variant, threads: 2 })),
  ...[file, perFile, singleFile, kernelSwap].map(variant => ({ ...variant, data: 'compressible' }) as const),
  { ...file, codec: 'lz4' },
  { ...file, codec: 'lz4', data: 'compressible' },
  { ...file, codec: 'lz4', data: 'compressible', threads: 2 },
  { ...swap, codec: 'lz4', data: 'compressible' },
  { ...file, computeMs: 5 },
]

export function planRuns(chainBytes: number, capBytes: number): readonly PressureRun[] {
  return variants.map(variant => ({ ...variant, name: runName(variant), chainBytes, capBytes }))
}

/** Working sets of a growth bench, in memory caps. */
export const growthFactors = [1, 2, 4, 8] as const

/** The same job as data outgrows memory: raw, one thread, the working set from 1 to 8 times the cap. */
export function planGrowth(capBytes: number): readonly PressureRun[] {
  return growthFactors.flatMap(factor =>
    [file, perFile, singleFile, kernelSwap, deviceLimit].map(variant => {
      return { ...variant, name: `${runName(variant)}/${factor}x`, chainBytes: factor * capBytes, capBytes }
    }),
  )
}

function runName({ contender, backend, codec, data, threads, computeMs }: Variant): string {
  const who = backend === undefined ? contender : `${contender}-${backend}`
  const paced = computeMs > 0 ? ['paced'] : []
  return [who, codec === 'none' ? 'raw' : codec, data, `${threads}t`, ...paced].join('/')
}

/** Runs whose bytes leave memory through the kernel's swap. */
export function needsSwap({ contender, backend }: PressureRun): boolean {
  return contender === 'kernel-swap' || backend === 'swap'
}

/** The run that every ratio is of, and the runs that it is compared with. */
export const comparedRun = runName(file)
export const ratioRuns = {
  perFile: runName(perFile),
  kernelSwap: runName(kernelSwap),
  singleFile: runName(singleFile),
  deviceLimit: runName(deviceLimit),
} as const
