// Numbers for people. Machines get them as they are, from `--json`.

export function formatBytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(2)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`
}

/** Exact below ten thousand, in thousands, millions or billions above. */
export function formatCount(count: number): string {
  if (count < 1e4) return String(Math.round(count))
  if (count < 1e6) return `${Math.round(count / 1e3)}k`
  return count < 1e9 ? `${(count / 1e6).toFixed(2)}M` : `${(count / 1e9).toFixed(2)}G`
}

export function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(2)} s`
}
