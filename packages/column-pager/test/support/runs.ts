// How often a property is tried: as often as the test says, times SPILLWAY_FACTOR (`pnpm test:long` sets it).

export function runs(usual: number): number {
  const factor = Number(process.env.SPILLWAY_FACTOR ?? 1)
  if (!(factor > 0))
    throw new RangeError(`SPILLWAY_FACTOR must be a positive number, not ${process.env.SPILLWAY_FACTOR}`)
  return Math.ceil(usual * factor)
}
