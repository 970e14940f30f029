// Measures contenders beside each other: every round runs each of them once, in turn, so that what the machine does meanwhile happens
// to all. Reports the best and the median round in nanoseconds per row.

/** Runs `contenders`, functions that do `rows` rows of the same work, for about `seconds`. */
export function compare(contenders, rows, seconds) {
  const times = Object.fromEntries(Object.keys(contenders).map(name => [name, []]))
  const until = performance.now() + 1000 * seconds
  for (let round = 0; round < 12 || performance.now() < until; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      globalThis.gc?.()
      const start = process.hrtime.bigint()
      consume(run(round))
      times[name].push(Number(process.hrtime.bigint() - start) / rows)
    }
  }
  return Object.entries(times).map(([name, all]) => {
    // The first rounds warm up.
    const sorted = all.slice(4).sort((a, b) => a - b)
    return { name, bestNs: sorted[0], medianNs: sorted[sorted.length >> 1], rounds: sorted.length }
  })
}

/** Looks at a result, so that no work is left out because nobody does. */
function consume(result) {
  if (!Number.isFinite(result)) throw new TypeError('a contender returns a number that depends on its work')
}
