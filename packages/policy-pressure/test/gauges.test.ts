// Which limits are found, in every shape of /proc and /sys that machines and containers show.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cgroupGauges } from '../src/cgroup-gauges.js'
import { machineGauge } from '../src/machine-gauge.js'
import { FakeRoot } from './support/fake-root.js'

const MiB = 2 ** 20
let root: FakeRoot

beforeEach(() => {
  root = new FakeRoot()
})

afterEach(() => root[Symbol.dispose]())

const readings = () => cgroupGauges(root.path).map(gauge => gauge.read())
const mib = (limit: number, used: number) => ({ limitBytes: limit * MiB, usedBytes: used * MiB })

test('version 2: the own cgroup and all above it, file cache and swap left out', () => {
  root.place(2, '/pod/app')
  root.v2('sys/fs/cgroup/pod/app', 100, 30, 50)
  root.v2('sys/fs/cgroup/pod', 200, 90, 60)
  expect(readings()).toEqual([mib(100, 30), mib(200, 90)])
})

test('version 1: the own cgroup and all above it, file cache and swap left out', () => {
  root.place(1, '/pod/app')
  root.v1('sys/fs/cgroup/memory/pod/app', 100, 30, 50)
  root.v1('sys/fs/cgroup/memory/pod', 200, 90, 60)
  root.v1('sys/fs/cgroup/memory', 'max', 5000)
  expect(readings()).toEqual([mib(100, 30), mib(200, 90), undefined])
})

test.each([1, 2] as const)('version %i: no limit is no reading', version => {
  root.place(version, '/app')
  root.v1('sys/fs/cgroup/memory/app', 'max', 30)
  root.v2('sys/fs/cgroup/app', 'max', 30)
  expect(readings()).toEqual([undefined])
})

test('a cgroup namespace: the own cgroup is the mount', () => {
  root.place(2, '/')
  root.v2('sys/fs/cgroup', 100, 30)
  expect(readings()).toEqual([mib(100, 30)])
})

test('a container that sees the path of the host under a mount of its own cgroup', () => {
  root.place(1, '/docker/abc', '/sys/fs/cgroup/memory', '/docker/abc')
  root.v1('sys/fs/cgroup/memory', 100, 30)
  expect(readings()).toEqual([mib(100, 30)])
})

test('a container that sees a path of the host that is not there', () => {
  root.place(1, '/kubepods/pod1/abc')
  root.v1('sys/fs/cgroup/memory', 100, 30)
  expect(readings()).toEqual([mib(100, 30)])
})

test('a path outside the mounted cgroup', () => {
  root.place(2, '/../other')
  root.v2('sys/fs/cgroup', 100, 30)
  expect(readings()).toEqual([mib(100, 30)])
})

test('version 2 mounted without its memory controller', () => {
  root.place(2, '/app')
  root.write('sys/fs/cgroup/app/cgroup.procs', '1\n')
  expect(readings()).toEqual([])
})

test('no cgroups at all', () => {
  expect(readings()).toEqual([])
  root.write('proc/self/mountinfo', 'garbage\n\n - \n')
  root.write('proc/self/cgroup', 'garbage\n')
  expect(readings()).toEqual([])
})

test('a limit that comes and goes while the process runs', () => {
  root.place(2, '/app')
  root.v2('sys/fs/cgroup/app', 'max', 30)
  const [gauge] = cgroupGauges(root.path)
  expect(gauge!.read()).toBeUndefined()
  root.v2('sys/fs/cgroup/app', 100, 30)
  expect(gauge!.read()).toEqual(mib(100, 30))
  root.remove('sys/fs/cgroup/app')
  expect(gauge!.read()).toBeUndefined()
})

test('cache that grew between two files does not make usage negative', () => {
  root.place(2, '/app')
  root.v2('sys/fs/cgroup/app', 100, 30, 10)
  root.write('sys/fs/cgroup/app/memory.stat', `inactive_file ${50 * MiB}\nactive_file 0\n`)
  expect(readings()).toEqual([mib(100, 0)])
})

test('the machine: what the kernel could free counts as free, swap does not count', () => {
  const gauge = machineGauge(root.path)
  expect(gauge.read()).toBeUndefined()
  root.machine(1000, 700)
  expect(gauge.read()).toEqual(mib(1000, 300))
  root.write('proc/meminfo', 'MemTotal: 5 kB\n')
  expect(gauge.read()).toBeUndefined()
})
