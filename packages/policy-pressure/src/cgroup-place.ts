// Where this process is in a hierarchy of cgroups: the folder of its own cgroup, and those above it that can be seen from here.
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { readText } from './text-file.js'

export type CgroupVersion = 1 | 2

interface Mount {
  /** The cgroup that is mounted, seen from the host or from our namespace. */
  readonly root: string
  readonly point: string
}

/** Folders of our own cgroup and of those above it, up to the mount, from the inside out. None if the hierarchy is not mounted. */
export function cgroupFolders(root: string, version: CgroupVersion): string[] {
  const mount = mountOf(readText(join(root, 'proc/self/mountinfo')) ?? '', version)
  const own = pathOf(readText(join(root, 'proc/self/cgroup')) ?? '', version)
  if (mount === undefined || own === undefined) return []
  const top = join(root, mount.point)
  const below = relative(mount.root, own)
  // In a container without its own cgroup namespace, the path is one that only the host can see.
  let folder = below.startsWith('..') ? top : join(top, below)
  if (!existsSync(folder)) folder = top
  const folders = [folder]
  for (; folder !== top; folder = dirname(folder)) folders.push(dirname(folder))
  return folders
}

/** From /proc/self/mountinfo, see proc(5): optional fields end with a single dash. */
function mountOf(mountinfo: string, version: CgroupVersion): Mount | undefined {
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root = '', point = ''] = before.split(' ')
    const [type, , options = ''] = after.split(' ')
    const isMemory = version === 2 ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes('memory')
    if (isMemory) return { root, point }
  }
  return undefined
}

/** From /proc/self/cgroup: `4:memory:/path` in version 1, `0::/path` in version 2. */
function pathOf(cgroup: string, version: CgroupVersion): string | undefined {
  for (const line of cgroup.split('\n')) {
    const [id, controllers = '', ...path] = line.split(':')
    const isMemory = version === 2 ? id === '0' && controllers === '' : controllers.split(',').includes('memory')
    if (isMemory) return path.join(':')
  }
  return undefined
}
