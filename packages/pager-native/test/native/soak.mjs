// The soak: ten minutes (or as many as the first argument says) of every verb; memory, descriptors, threads and disk use stay flat.
import { execFileSync } from 'node:child_process'

const minutes = process.argv[2] ?? '10'
const loop = new URL('leak-loop.mjs', import.meta.url).pathname
const output = execFileSync(process.execPath, ['--expose-gc', '--no-warnings', loop, '300', minutes], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
const { rounds, early, late } = JSON.parse(output)
const mebibyte = 2 ** 20
const failures = [
  late.descriptors !== early.descriptors && 'file descriptors',
  late.threads !== early.threads && 'threads',
  late.rssBytes - early.rssBytes > 64 * mebibyte && 'resident memory',
  // Others use the disk too; a segment that leaked per round would be gigabytes.
  late.diskBytes - early.diskBytes > 1024 * mebibyte && 'disk use',
].filter(Boolean)
console.log(`${rounds} rounds`, { early, late })
if (failures.length > 0) {
  console.error(`grew: ${failures.join(', ')}`)
  process.exitCode = 1
}
