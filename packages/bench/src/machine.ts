// Where and when a figure was taken: a number without its machine and its load means nothing.
import { createHash } from 'node:crypto'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  /** Load averages over 1, 5 and 15 minutes, before the first measurement. */
  readonly loadAtStart: readonly number[]
  readonly startedAt: string
}

export function describeMachine(): Machine {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? arch(),
    cores: processors.length,
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    loadAtStart: loadavg().map(load => Math.round(load * 100) / 100),
    startedAt: new Date().toISOString(),
  }
}

export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGiB, system, node, loadAtStart } = machine
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, node ${node}, load ${loadAtStart.join(' ')}`
}

/** Eight hexadecimal digits that change when anything in `configuration` does. */
export function configurationHash(configuration: object): string {
  return createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 8)
}
