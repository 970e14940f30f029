// Where cgroups may be made, as the kernel describes it on different machines.
import { expect, test } from 'vitest'
import { foldersIn } from '../src/pressure/cgroup-mounts.js'

const root = '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw'
const v1 = '34 30 0:29 / /sys/fs/cgroup/memory rw shared:9 master:3 - cgroup cgroup rw,memory'
const cpu = '35 30 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu'
const v2 = '30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate'

test('version 1: our own cgroup under the memory hierarchy, then its root', () => {
  const mounts = [root, cpu, v1].join('\n')
  expect(foldersIn(mounts, '9:cpu,cpuacct:/other\n4:memory:/jobs/a:b\n0::/', 1)).toEqual([
    '/sys/fs/cgroup/memory/jobs/a:b',
    '/sys/fs/cgroup/memory/',
  ])
})

test('version 2: the one line without controllers', () => {
  expect(foldersIn([root, v2].join('\n'), '0::/user.slice/session-1.scope\n', 2)).toEqual([
    '/sys/fs/cgroup/user.slice/session-1.scope',
    '/sys/fs/cgroup/',
  ])
})

test('at the root there is one folder', () => {
  expect(foldersIn(v2, '0::/', 2)).toEqual(['/sys/fs/cgroup/'])
})

test('both versions at once are told apart', () => {
  const mounts = [v1, v2.replace('/sys/fs/cgroup ', '/sys/fs/cgroup/unified ')].join('\n')
  const cgroups = '4:memory:/one\n0::/two'
  expect(foldersIn(mounts, cgroups, 1)[0]).toBe('/sys/fs/cgroup/memory/one')
  expect(foldersIn(mounts, cgroups, 2)[0]).toBe('/sys/fs/cgroup/unified/two')
})

test('a machine without the hierarchy says so', () => {
  expect(() => foldersIn([root, v2].join('\n'), '0::/', 1)).toThrow('no memory hierarchy is mounted')
  expect(() => foldersIn([root, cpu].join('\n'), '1:cpu:/', 2)).toThrow('cgroup2 is not mounted')
})
