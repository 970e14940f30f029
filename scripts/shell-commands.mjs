// Whether the commands in documents exist: scripts of package.json files, tasks of turbo, files of the repository, and the few
// programs that everybody has. What is not known here is an error, so that a new kind of command is looked at once.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './packing.mjs'

const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** What commands may name: the scripts, tasks and packages of this workspace. */
export function readNames() {
  const manifests = ['packages', 'apps']
    .flatMap(group => readdirSync(join(root, group)).map(folder => `${group}/${folder}`))
    .filter(path => existsSync(join(root, path, 'package.json')))
    .map(path => ({ path, ...readJson(`${path}/package.json`) }))
  const external = manifests.flatMap(({ dependencies, devDependencies, peerDependencies }) =>
    Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }),
  )
  return {
    scripts: Object.keys(readJson('package.json').scripts),
    tasks: Object.keys(readJson('turbo.json').tasks),
    manifests,
    installable: new Set([...manifests.filter(entry => entry.private !== true).map(({ name }) => name), ...external]),
    programs: new Set(manifests.flatMap(({ bin = {} }) => Object.keys(bin))),
  }
}

/** The commands of a shell block, as arrays of words, without comments. */
export function readCommands(code) {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(line => line !== '')
    .flatMap(line => line.split('&&'))
    .map(command => command.trim().split(/\s+/))
}

/**
 * What is wrong with a command, or undefined. `document` is the path of the document that says it, and `files` are the names of the
 * files that it tells the reader to write.
 */
export function commandMistake(words, { names, document, files = [] }) {
  const [program, ...args] = words
  const unknown = `there is no '${words.join(' ')}'`
  if (program === 'npx' && args[0] === '-y' && args[1]?.startsWith('pnpm@')) return pnpm(args.slice(2), names, document)
  if (program === 'npx') return names.programs.has(args[0]) ? undefined : unknown
  if (program === 'pnpm') return pnpm(args, names, document)
  if (program === 'npm') return npm(args, names) ? undefined : unknown
  if (program === 'node') {
    const file = args.find(word => !word.startsWith('--'))
    return files.includes(file) || isBuilt(file) ? undefined : unknown
  }
  if (program === 'bash') return isFile(args[0]) ? undefined : unknown
  if (program === 'mkdir' || program === 'cd') return args.length === 1 ? undefined : unknown
  return `nobody says here what '${program}' is`
}

function pnpm(args, names, document) {
  const [first, second] = args
  const unknown = `there is no 'pnpm ${args.join(' ')}'`
  if (first === undefined || first === 'install') return undefined
  if (first === 'turbo') return turbo(args.slice(1), names) ? undefined : unknown
  if (first === '--filter') {
    const manifest = names.manifests.find(({ name }) => name === second)
    if (manifest === undefined) return unknown
    const script = args[2] === 'exec' ? args[3] : args[2]
    return args[2] === 'exec' || manifest.scripts?.[script] !== undefined ? undefined : unknown
  }
  if (first === 'gen') return second === 'run' && isFile(`turbo/generators/${args[2]}`) ? undefined : unknown
  const script = first === 'run' ? second : first
  const own = names.manifests.find(({ path }) => path === dirname(document))?.scripts ?? {}
  return names.scripts.includes(script) || own[script] !== undefined ? undefined : unknown
}

function turbo(args, { tasks, manifests }) {
  const [first, second] = args
  if (first === 'gen') return isFile(`turbo/generators/${second}`)
  const task = first === 'run' ? second : first
  const filters = args.filter(word => word.startsWith('--filter=')).map(word => word.slice('--filter='.length))
  return (
    tasks.includes(task) && filters.every(filter => manifests.some(({ name }) => name === filter.replace('...', '')))
  )
}

function npm([verb, ...args], { installable }) {
  if (verb === 'init') return args.join() === '-y'
  return verb === 'install' && args.length > 0 && args.every(name => installable.has(name))
}

const isFile = path => path !== undefined && !path.startsWith('/') && existsSync(join(root, path))

/** A file of the repository, or what a build makes of one. */
function isBuilt(path) {
  return isFile(path) || isFile(path?.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))
}
