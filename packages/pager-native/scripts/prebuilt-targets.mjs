// The systems that one machine makes addons for, where each addon goes, and what it may ask of the machine that loads it.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { compareVersions, elfNeeds, highestVersion } from './elf-needs.mjs'
import { peNeeds } from './pe-needs.mjs'

/** The oldest glibc that the binaries may need; Node's own binaries need the same one. */
const glibcFloor = [2, 28]
/** What a process of Node has loaded anyway. The C++ library is not among them: the binaries carry what they use of it. */
const glibcLibraries =
  /^(libc\.so\.6|libm\.so\.6|libpthread\.so\.0|libdl\.so\.2|ld-linux-(x86-64\.so\.2|aarch64\.so\.1))$/
const muslLibraries = /^libc\.so$/
/** The program that loads the addon, and what every Windows has. */
const windowsLibraries = /^(node\.exe|kernel32\.dll|msvcrt\.dll)$/

const glibc = processor => ({ zig: `${processor}-linux-gnu.${glibcFloor.join('.')}`, libraries: glibcLibraries })
const musl = processor => ({ zig: `${processor}-linux-musl`, libraries: muslLibraries })

/** By name: the platform, the processor, and on Linux the C library. */
export const targets = {
  'linux-x64-glibc': glibc('x86_64'),
  'linux-x64-musl': musl('x86_64'),
  'linux-arm64-glibc': glibc('aarch64'),
  'linux-arm64-musl': musl('aarch64'),
  'win32-x64': { zig: 'x86_64-windows.win10-gnu', libraries: windowsLibraries },
}

/** Where the package has the addon of a target, which is where src/binding.ts looks for it. */
export function prebuiltPath(root, name) {
  const [platform, processor, libc] = name.split('-')
  return join(root, 'prebuilds', `${platform}-${processor}`, `pager-native.${libc ? `${libc}.` : ''}node`)
}

/** Says what the addon of a target needs; returns what is wrong with it, as sentences. */
export function problemsOf(root, name) {
  const path = prebuiltPath(root, name)
  if (!existsSync(path)) return [`${name} is missing`]
  const { libraries: allowed } = targets[name]
  const [platform, processor, libc] = name.split('-')
  const { machine, libraries, versions = [] } = (platform === 'linux' ? elfNeeds : peNeeds)(readFileSync(path))
  const problems = libraries.filter(library => !allowed.test(library)).map(library => `needs ${library}`)
  if (machine !== processor) problems.push(`is for ${machine}`)
  if (platform === 'win32' && !libraries.includes('node.exe')) problems.push('takes nothing from node.exe')
  const highest = highestVersion(versions, 'GLIBC_')
  if (highest !== undefined && compareVersions(highest, glibcFloor) > 0)
    problems.push(`needs glibc ${highest.join('.')}, newer than ${glibcFloor.join('.')}`)
  if (highest === undefined && libc === 'glibc')
    problems.push('asks for no version of glibc, so it is not linked with it')
  for (const version of versions)
    if (!/^GLIBC_[\d.]+$/.test(version)) problems.push(`needs the symbol version ${version}`)
  const size = `${(statSync(path).size / 1024).toFixed(0)} KiB`
  console.log(`${name}: ${size}, needs ${highest ? `glibc ${highest.join('.')}` : libraries.join(', ')}`)
  return problems.map(problem => `${name} ${problem}`)
}
