// A small ext4 file system in a file, mounted for one test: a disk that really fills up. It needs root on Linux, mkfs.ext4, and the
// right to mount, which containers often lack; where one of them is missing, `mountSmallDisk` says which.
import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly path: string
  unmount(): void
}

// A user's PATH often lacks the folders of the system's own tools.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })

/** The disk, or why there can be none here; the reason is also printed, so that a skipped test is seen. */
export function mountSmallDisk(byteLength: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-full-'))
  const path = join(folder, 'disk')
  const image = join(folder, 'image')
  try {
    mkdirSync(path)
    const file = openSync(image, 'w')
    ftruncateSync(file, byteLength)
    closeSync(file)
    run('mkfs.ext4', '-q', '-m', '0', '-O', '^has_journal', image)
    run('mount', '-o', 'loop', image, path)
  } catch (error) {
    rmSync(folder, { recursive: true })
    const reason = `no file system can be mounted here: ${error instanceof Error ? error.message.trim() : error}`
    console.warn(`SKIPPED, a real full disk: ${reason}`)
    return reason
  }
  const unmount = () => {
    run('umount', path)
    rmSync(folder, { recursive: true })
  }
  return { path, unmount }
}
