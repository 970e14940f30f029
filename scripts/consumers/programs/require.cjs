// A program of the older module format, on a Node that can require ES modules.
const assert = require('node:assert/strict')
const { createPager, PagerError } = require('@spillway/pager-native')
const { createMemoryPager } = require('@spillway/pager-native/memory')
const { Column, u64 } = require('@spillway/column')
require('@spillway/policy')
require('@spillway/column-pager')
require('@spillway/metrics')

for (const pager of [createPager({ backend: 'file' }), createMemoryPager()]) {
  const handle = pager.pageout([new Uint8Array([1, 2, 3])])
  assert.deepEqual([...new Uint8Array(handle.take())], [1, 2, 3])
  assert.throws(
    () => handle.take(),
    error => error.name === PagerError.name && error.code === 'PAGER_HANDLE_TAKEN',
  )
  pager.close()
}
const column = new Column(u64)
column.push(7n)
assert.equal(column.get(0), 7n)
console.log('ok')
