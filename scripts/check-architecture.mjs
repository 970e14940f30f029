#!/usr/bin/env node
// Fails when the tree is not the one that ARCHITECTURE.md draws. The rules are in scripts/architecture/, the picture as data in
// layout.mjs there.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFiles } from './architecture/file-rules.mjs'
import { checkPackages } from './architecture/package-rules.mjs'
import { readWorkspace } from './architecture/workspace.mjs'

const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))))
const workspace = readWorkspace(root)
const problems = [...checkPackages(workspace), ...checkFiles(workspace)]
for (const problem of problems) console.error(problem)
console.log(
  `${workspace.packages.length} packages and ${workspace.files.length} files read, ${problems.length} rules broken`,
)
process.exitCode = problems.length > 0 || workspace.files.length === 0 ? 1 : 0
