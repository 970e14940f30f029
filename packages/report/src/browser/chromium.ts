// Which browser looks at the pages: one that is installed here already. Nothing is downloaded, and a machine without one is told what
// to do; no check is skipped for want of it.
import { accessSync, constants } from 'node:fs'

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const

/**
 * The path of Chromium: what `SPILLWAY_CHROMIUM` names, or the first of the usual places.
 *
 * @throws Error there is none, or the named one may not be run; the message says how to get one
 */
export function chromiumPath(
  env: NodeJS.ProcessEnv = process.env,
  places: readonly string[] = usualPlaces,
  canRun: (path: string) => boolean = isExecutable,
): string {
  const named = env.SPILLWAY_CHROMIUM
  const found = (named === undefined ? places : [named]).find(canRun)
  if (found !== undefined) return found
  const where =
    named === undefined ? `not at ${places.join(', ')}` : `SPILLWAY_CHROMIUM is ${named}, which cannot be run`
  throw new Error(
    `no Chromium to look at the pages with: ${where}. Run scripts/ensure-chromium.sh as root (Debian: apt-get install chromium), or set SPILLWAY_CHROMIUM`,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
