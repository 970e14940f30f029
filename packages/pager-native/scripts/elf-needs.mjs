// What a 64-bit little-endian ELF library asks of the machine that loads it: shared libraries, and versions of their symbols.
// Reads the two tables that say so, and nothing else; other files are refused.

const sectionTypes = { dynamic: 6, symbolVersionsNeeded: 0x6ffffffe }
const neededTag = 1n
const machines = { 62: 'x64', 183: 'arm64' }

/**
 * `{ machine, libraries, versions }` of the file in `bytes`; a version looks like `GLIBC_2.17`.
 *
 * @throws Error it is not a 64-bit little-endian ELF file
 */
export function elfNeeds(bytes) {
  const isElf = bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1
  if (!isElf) throw new Error('not a 64-bit little-endian ELF file')
  const sections = sectionsOf(bytes)
  return {
    machine: machines[bytes.readUInt16LE(18)] ?? 'unknown',
    libraries: sections.filter(({ type }) => type === sectionTypes.dynamic).flatMap(librariesIn),
    versions: sections.filter(({ type }) => type === sectionTypes.symbolVersionsNeeded).flatMap(versionsIn),
  }

  function librariesIn({ offset, size, link }) {
    const names = []
    for (let at = offset; at < offset + size; at += 16) {
      if (bytes.readBigUInt64LE(at) === neededTag)
        names.push(text(sections[link], Number(bytes.readBigUInt64LE(at + 8))))
    }
    return names
  }

  // A list of libraries, each with a list of versions; both are linked by distances, and a distance of 0 ends them.
  function versionsIn({ offset, link }) {
    const names = []
    for (let library = offset, next = 1; next !== 0; library += next) {
      next = bytes.readUInt32LE(library + 12)
      let version = library + bytes.readUInt32LE(library + 8)
      for (let count = bytes.readUInt16LE(library + 2); count > 0; count--) {
        names.push(text(sections[link], bytes.readUInt32LE(version + 8)))
        version += bytes.readUInt32LE(version + 12)
      }
    }
    return names
  }

  function text(section, at) {
    const start = section.offset + at
    return bytes.toString('latin1', start, bytes.indexOf(0, start))
  }
}

function sectionsOf(bytes) {
  const table = Number(bytes.readBigUInt64LE(40))
  const entryBytes = bytes.readUInt16LE(58)
  return Array.from({ length: bytes.readUInt16LE(60) }, (_, index) => {
    const at = table + index * entryBytes
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
      link: bytes.readUInt32LE(at + 40),
    }
  })
}

/** The highest of the versions with this prefix, as numbers: `GLIBC_2.17` is `[2, 17]`. */
export function highestVersion(versions, prefix) {
  const numbers = versions
    .filter(version => version.startsWith(prefix))
    .map(version => version.slice(prefix.length).split('.').map(Number))
    .filter(parts => parts.every(Number.isInteger))
  return numbers.sort(compareVersions).at(-1)
}

export function compareVersions(a, b) {
  const differs = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0))
  return differs.find(difference => difference !== 0) ?? 0
}
