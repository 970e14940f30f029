// How each run is called and painted, in every chart of the page alike.
import type { SeriesColour } from '@spillway/report'
import type { ContenderName, PressureRun } from '../pressure/plan.js'

const names: Readonly<Record<ContenderName, string>> = {
  spillway: 'Spillway',
  'per-file': 'one file per chunk',
  'single-file': 'single file, by hand',
  'kernel-swap': 'kernel swap',
  'device-limit': 'the device itself',
}

const colours: Readonly<Record<ContenderName, SeriesColour>> = {
  spillway: 'blue',
  'per-file': 'orange',
  'single-file': 'green',
  'kernel-swap': 'red',
  'device-limit': 'grey',
}

type Run = Pick<PressureRun, 'contender' | 'backend' | 'codec' | 'computeMs' | 'data' | 'threads'>

/** What tells a run from the others of its group. */
export function runLabel({ contender, backend, codec, computeMs }: Run): string {
  const parts = [names[contender], backend, codec === 'none' ? undefined : codec, computeMs > 0 ? 'paced' : undefined]
  return parts.filter(part => part !== undefined).join(', ')
}

export function runColour({ contender, backend, computeMs }: Run): SeriesColour {
  if (contender !== 'spillway') return colours[contender]
  if (computeMs > 0) return 'teal'
  return backend === 'swap' ? 'purple' : 'blue'
}

/** Tells apart what shares a colour or nearly does. */
export function runStroke({ codec, computeMs }: Run): { readonly stroke?: 'dashed' | 'dotted' } {
  if (computeMs > 0) return { stroke: 'dotted' }
  return codec === 'none' ? {} : { stroke: 'dashed' }
}

/** Runs of one job: the same data, and as many threads. */
export interface RunGroup<Row> {
  /** `incompressible-1t`, and so on. */
  readonly id: string
  readonly title: string
  readonly rows: readonly Row[]
}

export function groupRuns<Row extends Run>(rows: readonly Row[]): readonly RunGroup<Row>[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const id = `${row.data}-${row.threads}t`
    groups.set(id, [...(groups.get(id) ?? []), row])
  }
  return [...groups].map(([id, own]) => {
    const { data, threads } = own[0]!
    return { id, title: `${data} data, ${threads} thread${threads === 1 ? '' : 's'}`, rows: own }
  })
}

/** The first row of each run, in their order. */
export function firstRounds<Row extends { readonly name: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row, i) => rows.findIndex(other => other.name === row.name) === i)
}
