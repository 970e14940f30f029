// A registry of our own, for as long as a check runs: verdaccio on a free port, with the packages published to it as they will be
// published to the world. Everything else it fetches from the registry that npm is configured with.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { nodeFolder } from '../node-versions.mjs'
import { run, strangersEnvironment } from '../packing.mjs'

const startTimeoutMs = 120_000

/** A check that is killed takes its registry along: the channel between them breaks. */
const endWithParent = "data:text/javascript,process.on('disconnect', () => process.exit())"

/** `{ url, stop }` of a running registry whose files are in `folder`. */
export async function startRegistry(folder, tools) {
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const config = join(folder, 'verdaccio.yaml')
  const uplink = run('npm', ['config', 'get', 'registry'], { cwd: folder }).trim()
  writeFileSync(
    config,
    `storage: ./storage
uplinks:
  world:
    url: ${uplink}
    maxage: 1h
    timeout: 60s
packages:
  '@spillway/*':
    access: $all
    publish: $all
  '**':
    access: $all
    proxy: world
log: { type: file, path: ${join(folder, 'verdaccio.log')}, level: warn }
`,
  )
  // The registry is not what is tested, so it may run on a Node of its own.
  const child = spawn(
    join(nodeFolder('24'), 'node'),
    [
      '--import',
      endWithParent,
      join(tools, 'node_modules/verdaccio/bin/verdaccio'),
      '--config',
      config,
      '--listen',
      `localhost:${port}`,
    ],
    { cwd: folder, env: strangersEnvironment(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  const stop = () => child.kill()
  try {
    await answering(url, child)
  } catch (error) {
    stop()
    throw error
  }
  return { url, stop }
}

/** Publishes a tarball; the registry lets anybody, but npm insists on a token. */
export function publish(tarball, url, folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '.npmrc'), `registry=${url}\n${url.replace('http:', '')}:_authToken=anybody\n`)
  run('npm', ['publish', tarball, '--access', 'public', '--provenance=false'], { cwd: folder })
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve))
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

async function answering(url, child) {
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`)
    const response = await fetch(`${url}-/ping`).catch(() => undefined)
    if (response?.ok) return
    if (Date.now() > deadline) throw new Error('the registry does not answer')
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}
