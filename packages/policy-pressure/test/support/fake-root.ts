// A folder that looks like `/`, with as much of /proc and /sys as a test writes there.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const MiB = 2 ** 20

export class FakeRoot implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'spillway-pressure-'))

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true })
    writeFileSync(join(this.path, file), text)
  }

  remove(file: string): void {
    rmSync(join(this.path, file), { recursive: true, force: true })
  }

  /** Where this process is, as /proc/self tells it. `mountRoot` is the cgroup that is mounted at `point`. */
  place(
    version: 1 | 2,
    own: string,
    point = version === 2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory',
    mountRoot = '/',
  ): void {
    const type = version === 2 ? 'cgroup2 cgroup2 rw,nsdelegate' : 'cgroup cgroup rw,memory'
    this.write(
      'proc/self/mountinfo',
      `22 1 0:20 / /proc rw - proc proc rw\n30 24 0:26 ${mountRoot} ${point} rw shared:9 - ${type}\n`,
    )
    this.write('proc/self/cgroup', version === 2 ? `0::${own}\n` : `5:cpu,cpuacct:/elsewhere\n4:memory:${own}\n`)
  }

  /** The files of one cgroup of version 2, which is not the machine's. */
  v2(folder: string, limitMiB: number | 'max', usedMiB: number, cacheMiB = 0): void {
    this.write(join(folder, 'cgroup.type'), 'domain\n')
    this.write(join(folder, 'memory.max'), limitMiB === 'max' ? 'max\n' : `${limitMiB * MiB}\n`)
    this.write(join(folder, 'memory.current'), `${(usedMiB + cacheMiB) * MiB}\n`)
    this.write(join(folder, 'memory.stat'), `anon ${usedMiB * MiB}\ninactive_file ${cacheMiB * MiB}\nactive_file 0\n`)
    this.write(join(folder, 'memory.swap.max'), `${MiB}\n`)
  }

  /** The files of one cgroup of version 1. */
  v1(folder: string, limitMiB: number | 'max', usedMiB: number, cacheMiB = 0): void {
    const limit = limitMiB === 'max' ? '9223372036854771712' : String(limitMiB * MiB)
    this.write(join(folder, 'memory.limit_in_bytes'), `${limit}\n`)
    this.write(join(folder, 'memory.usage_in_bytes'), `${(usedMiB + cacheMiB) * MiB}\n`)
    const half = (cacheMiB * MiB) / 2
    this.write(
      join(folder, 'memory.stat'),
      `cache 7\ninactive_file 1\ntotal_inactive_file ${half}\ntotal_active_file ${half}\n`,
    )
    this.write(join(folder, 'memory.memsw.limit_in_bytes'), `${MiB}\n`)
  }

  machine(totalMiB: number, availableMiB: number): void {
    const text = `MemTotal:       ${totalMiB * 1024} kB\nMemFree: 1 kB\nMemAvailable:   ${availableMiB * 1024} kB\nSwapTotal: 99999999 kB\n`
    this.write('proc/meminfo', text)
  }

  stalled(file: string, someMs: number, fullMs: number): void {
    const line = (kind: string, ms: number) => `${kind} avg10=0.00 avg60=0.00 avg300=0.00 total=${ms * 1000}\n`
    this.write(file, line('some', someMs) + line('full', fullMs))
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
