// The picture in ARCHITECTURE.md as data: who may depend on whom, and the few named exceptions. A new package is added here
// in the commit that draws it there.

/** Packages that know no other package of this workspace. */
export const leaves = ['column', 'policy', 'pager-native']

/** What every other folder may depend on, by folder name. A pattern ends with `*`. */
export const allowedDependencies = [
  { folder: 'column-pager', dependencies: ['column', 'policy', 'pager-native'] },
  { folder: 'policy-*', dependencies: ['policy'] },
  { folder: 'arrow', dependencies: ['column'] },
  // For its tests and its README only: what it observes it knows by its shape.
  { folder: 'metrics', dependencies: ['pager-native', 'policy', 'column-pager', 'column'] },
  { folder: 'report', dependencies: [] },
  { folder: 'bench', dependencies: ['*'] },
  { folder: 'merge-example', dependencies: ['*'] },
  { folder: 'site', dependencies: ['*'] },
  { folder: 'sort-service', dependencies: ['*'] },
]

/** Nobody depends on these. */
export const tops = ['bench', 'merge-example', 'site', 'sort-service']

export const cppFolder = 'pager-native'
export const lz4Folder = 'column-pager'
export const lz4Module = 'lz4-napi'
export const lineLimit = 400

/** Files that may hold state for the process, each with its reason. */
export const processStateFiles = new Map([
  ['packages/pager-native/native/src/shared_engines.cc', 'the table from share tokens to engines'],
  [
    'packages/pager-native/src/abandoned-scratch.ts',
    'the finalizer of pagers that nobody holds, so none of them can hold it',
  ],
])
