// Where the page of a run goes. A place that cannot be written to is found before the run, not after it.
import { accessSync, constants, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Report } from './report.js'
import type { RunSamples } from './run-timeline.js'

/** @throws Error nothing can be written to `path` */
export function requirePagePlace(path: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw new Error('it is a directory')
    accessSync(there === undefined ? dirname(path) : path, constants.W_OK)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** @throws Error it cannot be written after all: the disk is full */
export async function writePage(path: string, report: Report, samples: RunSamples): Promise<void> {
  // Whatever draws charts takes memory, so it is loaded when memory has been measured.
  const { timelinePage } = await import('./timeline-page.js')
  const page = await timelinePage(report, samples)
  try {
    writeFileSync(path, page)
  } catch (error) {
    throw unwritable(path, error)
  }
}

function unwritable(path: string, error: unknown): Error {
  return new Error(`cannot write --report ${path}: ${error instanceof Error ? error.message : error}`, { cause: error })
}
