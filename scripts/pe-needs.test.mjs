import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peNeeds } from '../packages/pager-native/scripts/pe-needs.mjs'

/** A file with one section at address 0x1000, which holds the table of imports. */
function pe({ machine = 0x8664, libraries }) {
  const bytes = Buffer.alloc(0x600)
  const header = 0x80
  bytes.write('MZ')
  bytes.writeUInt32LE(header, 60)
  bytes.write('PE\0\0', header)
  bytes.writeUInt16LE(machine, header + 4)
  bytes.writeUInt16LE(1, header + 6)
  bytes.writeUInt16LE(240, header + 20)
  bytes.writeUInt16LE(0x20b, header + 24)
  bytes.writeUInt32LE(libraries.length > 0 ? 0x1010 : 0, header + 24 + 120)
  const section = header + 24 + 240
  bytes.writeUInt32LE(0x1000, section + 12)
  bytes.writeUInt32LE(0x200, section + 16)
  bytes.writeUInt32LE(0x400, section + 20)
  libraries.forEach((name, index) => {
    const at = 0x100 + 32 * index
    bytes.writeUInt32LE(0x1000 + at, 0x400 + 0x10 + 20 * index + 12)
    bytes.write(name, 0x400 + at)
  })
  return bytes
}

test('the libraries that it imports from, in lower case, and its processor', () => {
  assert.deepEqual(peNeeds(pe({ libraries: ['NODE.EXE', 'KERNEL32.dll'] })), {
    machine: 'x64',
    libraries: ['node.exe', 'kernel32.dll'],
  })
  assert.deepEqual(peNeeds(pe({ machine: 0xaa64, libraries: ['a.dll'] })), { machine: 'arm64', libraries: ['a.dll'] })
  assert.deepEqual(peNeeds(pe({ machine: 0x14c, libraries: [] })), { machine: 'unknown', libraries: [] })
})

test('a table of imports that is in no section is an error', () => {
  const bytes = pe({ libraries: ['a.dll'] })
  bytes.writeUInt32LE(0x9000, 0x80 + 24 + 120)
  assert.throws(() => peNeeds(bytes), /no section holds address/)
})

test('other files are refused', () => {
  const narrow = pe({ libraries: ['a.dll'] })
  narrow.writeUInt16LE(0x10b, 0x80 + 24)
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(2000), Buffer.from('MZ'.padEnd(80, '\xff')), narrow])
    assert.throws(() => peNeeds(bytes), /not a 64-bit PE file/)
})
