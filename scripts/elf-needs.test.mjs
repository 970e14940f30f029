// The reader of ELF files, on the one that is always there: Node itself.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { compareVersions, elfNeeds, highestVersion } from '../packages/pager-native/scripts/elf-needs.mjs'

test('it tells what Node asks for', { skip: process.platform !== 'linux' && 'no ELF files here' }, () => {
  const { machine, libraries, versions } = elfNeeds(readFileSync(process.execPath))
  assert.equal(machine, process.arch)
  assert.ok(
    libraries.some(name => /^libc\.(so\.6|musl)/.test(name)),
    `libraries: ${libraries}`,
  )
  for (const name of libraries) assert.match(name, /^[\w.+-]+\.so[.\w]*$/)
  for (const version of versions) assert.match(version, /^[A-Z][\w.]*_[\d.]+$/)
})

test('it refuses other files', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(100), Buffer.from('MZ'.padEnd(100))]) {
    assert.throws(() => elfNeeds(bytes), /not a 64-bit/)
  }
})

test('versions are compared as numbers', () => {
  assert.deepEqual(highestVersion(['GLIBC_2.9', 'GLIBC_2.17', 'GLIBC_2.2.5', 'GLIBCXX_3.4'], 'GLIBC_'), [2, 17])
  assert.equal(highestVersion(['GLIBCXX_3.4'], 'GLIBC_'), undefined)
  assert.ok(compareVersions([2, 28], [2, 17]) > 0)
  assert.ok(compareVersions([2, 2, 5], [2, 28]) < 0)
  assert.equal(compareVersions([2, 28], [2, 28, 0]), 0)
})
