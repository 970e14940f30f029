// Where cgroup hierarchies are mounted, and where this process is in them. Reads /proc/self and nothing else.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders under which a cgroup may be made, the most modest first: our own cgroup, then the root of the hierarchy. */
export function cgroupFolders(version: 1 | 2): readonly string[] {
  const read = (name: string) => readFileSync(`/proc/self/${name}`, 'utf8')
  // In a container, the path may be one that only the host can see.
  return foldersIn(read('mountinfo'), read('cgroup'), version).filter(existsSync)
}

/** From the texts of the two files of that name in /proc/self. */
export function foldersIn(mountinfo: string, cgroup: string, version: 1 | 2): readonly string[] {
  const mount = mountinfo.split('\n').map(parseMount).find(isHierarchy(version))
  if (mount === undefined) throw new Error(version === 1 ? 'no memory hierarchy is mounted' : 'cgroup2 is not mounted')
  return [...new Set([join(mount.point, ownPath(cgroup, version)), join(mount.point, '/')])]
}

/** Highest bytes that this process's own cgroup was ever charged, page cache included; undefined where the kernel does not say. */
export function ownCgroupPeakBytes(): number | undefined {
  // Kernels before 5.19 keep no peak in version 2.
  const file = ownCgroupFile('memory.max_usage_in_bytes', 'memory.peak')
  return file === undefined ? undefined : readCgroupBytes(file)
}

/** The file that says what this process's own cgroup is charged now; undefined where there is none. */
export function ownCgroupUsageFile(): string | undefined {
  return ownCgroupFile('memory.usage_in_bytes', 'memory.current')
}

export function readCgroupBytes(file: string): number {
  return Number(readFileSync(file, 'utf8'))
}

function ownCgroupFile(nameInV1: string, nameInV2: string): string | undefined {
  for (const [version, name] of [
    [1, nameInV1],
    [2, nameInV2],
  ] as const) {
    try {
      const file = join(cgroupFolders(version)[0]!, name)
      readCgroupBytes(file)
      return file
    } catch {
      // Not this version, or not this file.
    }
  }
  return undefined
}

interface Mount {
  readonly point: string
  readonly type: string
  readonly options: readonly string[]
}

/** See proc(5): the optional fields of a line end with a single dash. */
function parseMount(line: string): Mount {
  const [before = '', after = ''] = line.split(' - ')
  const [type = '', , options = ''] = after.split(' ')
  return { point: before.split(' ')[4] ?? '', type, options: options.split(',') }
}

const isHierarchy = (version: 1 | 2) => (mount: Mount) =>
  version === 2 ? mount.type === 'cgroup2' : mount.type === 'cgroup' && mount.options.includes('memory')

function ownPath(cgroups: string, version: 1 | 2): string {
  for (const line of cgroups.split('\n')) {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (version === 2 ? path !== '' && controllers === '' : controllers.split(',').includes('memory')) return path
  }
  return '/'
}
