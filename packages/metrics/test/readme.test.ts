// The README's table has every metric. Its programs are run with those of all documents, by apps/site.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { metricDefinitions, prometheusName } from '../src/index.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the rule that leads from one name to the other is that of every metric', () => {
  expect(readme).toContain('underscores for its dots, and `_total` behind a counter')
  for (const metric of metricDefinitions) {
    const total = metric.kind === 'counter' ? '_total' : ''
    expect(prometheusName(metric)).toBe(metric.name.replaceAll('.', '_') + total)
  }
  const [, name, there] = readme.match(/`(spillway\.[a-z._]+)` is\n`(spillway_\w+)`/)!
  expect(prometheusName(metricDefinitions.find(metric => metric.name === name)!)).toBe(there)
})

test('the table has every metric, with its labels and what it is', () => {
  const rows = metricDefinitions.map(
    metric =>
      `| \`${prometheusName(metric)}\` | ${metric.labels.map(label => `\`${label}\``).join(' ')} | ${metric.help} |`,
  )
  expect(readme.match(/^\| `spillway_.*$/gm)).toEqual(rows)
})
