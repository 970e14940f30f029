// Where the page of a run goes. A place that cannot be written to is found before the run, not after it.
import { accessSync, constants, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Report } from './report.js'
import type { RunSamples } from './run-timeline.js'

/** @throws Error nothing can be written to `path` */
export function requirePagePlace(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a directory')
  } catch (error) {
    throw new Error(`cannot write --report ${path}: ${error instanceof Error ? error.message : error}`)
  }
}

export async function writePage(path: string, report: Report, samples: RunSamples): Promise<void> {
  // Whatever draws charts takes memory, so it is loaded when memory has been measured.
  const { timelinePage } = await import('./timeline-page.js')
  writeFileSync(path, await timelinePage(report, samples))
}
