// What a 64-bit Windows library (PE32+) asks of the machine that loads it: the libraries that it imports from. Reads that table, and
// nothing else; other files are refused.

const machines = { 34404: 'x64', 43620: 'arm64' }
const importTable = 1

/**
 * `{ machine, libraries }` of the file in `bytes`; names are in lower case, as Windows compares them.
 *
 * @throws Error it is not a 64-bit PE file
 */
export function peNeeds(bytes) {
  const header = bytes.length > 64 && bytes.toString('latin1', 0, 2) === 'MZ' ? bytes.readUInt32LE(60) : bytes.length
  const isPe = header + 264 <= bytes.length && bytes.toString('latin1', header, header + 4) === 'PE\0\0'
  const optional = header + 24
  if (!isPe || bytes.readUInt16LE(optional) !== 0x20b) throw new Error('not a 64-bit PE file')
  const sections = sectionsOf(bytes, header)
  const table = bytes.readUInt32LE(optional + 112 + 8 * importTable)
  return {
    machine: machines[bytes.readUInt16LE(header + 4)] ?? 'unknown',
    libraries: table === 0 ? [] : imported(table),
  }

  // A list of libraries that ends with one that has no name.
  function imported(table) {
    const names = []
    for (let at = placeOf(table); bytes.readUInt32LE(at + 12) !== 0; at += 20) {
      const name = placeOf(bytes.readUInt32LE(at + 12))
      names.push(bytes.toString('latin1', name, bytes.indexOf(0, name)).toLowerCase())
    }
    return names
  }

  /** Where in the file the bytes are that will be at this address, counted from where the library is loaded. */
  function placeOf(address) {
    const section = sections.find(({ begin, size }) => address >= begin && address < begin + size)
    if (section === undefined) throw new Error(`no section holds address ${address}`)
    return address - section.begin + section.offset
  }
}

function sectionsOf(bytes, header) {
  const first = header + 24 + bytes.readUInt16LE(header + 20)
  return Array.from({ length: bytes.readUInt16LE(header + 6) }, (_, index) => {
    const at = first + index * 40
    return {
      begin: bytes.readUInt32LE(at + 12),
      size: bytes.readUInt32LE(at + 16),
      offset: bytes.readUInt32LE(at + 20),
    }
  })
}
