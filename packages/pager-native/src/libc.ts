// Which C library this process of Node runs on: an addon for the other one would not load, or would load and fail later.
import { closeSync, openSync, readSync } from 'node:fs'

const headerBytes = 4096

/** Of Linux; undefined elsewhere. */
export function currentLibc(): 'glibc' | 'musl' | undefined {
  if (process.platform !== 'linux') return undefined
  return libcOfProgram(programHeader(process.execPath)) ?? libcOfReport()
}

/** The name of the dynamic linker stands at the beginning of a program, and every C library has its own. */
export function libcOfProgram(header: Buffer): 'glibc' | 'musl' | undefined {
  const interpreter = /\/(ld-musl|ld-linux|ld64)[-.\w]*\.so/.exec(header.toString('latin1'))?.[1]
  if (interpreter === undefined) return undefined
  return interpreter === 'ld-musl' ? 'musl' : 'glibc'
}

function programHeader(path: string): Buffer {
  const header = Buffer.alloc(headerBytes)
  try {
    const fd = openSync(path, 'r')
    try {
      return header.subarray(0, readSync(fd, header, 0, headerBytes, 0))
    } finally {
      closeSync(fd)
    }
  } catch {
    return header.subarray(0, 0) // unreadable: the report knows as well, only slower
  }
}

function libcOfReport(): 'glibc' | 'musl' {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
