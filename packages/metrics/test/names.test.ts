// Every name, held against the conventions: those of Prometheus ("Metric and label naming") and of OpenTelemetry ("Naming", and
// "General metric semantic conventions").
import { expect, test } from 'vitest'
import { attributeOf, type MetricDefinition, metricDefinitions, prometheusName } from '../src/index.js'

const each = test.for(metricDefinitions.map(definition => [definition.name, definition] as const))
const bases = { By: 'bytes', s: 'seconds' } as const
const unitWords = Object.values(bases)

function wordsOf({ name }: MetricDefinition): string[] {
  return name.split(/[._]/)
}

test('there are metrics of all kinds, and no name is there twice', () => {
  expect(new Set(metricDefinitions.map(({ kind }) => kind))).toEqual(new Set(['counter', 'gauge', 'histogram']))
  expect(new Set(metricDefinitions.map(({ name }) => name)).size).toBe(metricDefinitions.length)
  expect(new Set(metricDefinitions.map(prometheusName)).size).toBe(metricDefinitions.length)
  expect(metricDefinitions.length).toBeGreaterThan(25)
})

each('%s is a name of OpenTelemetry: lower case, dots between namespaces, ours first', ([name]) => {
  expect(name).toMatch(/^spillway(\.[a-z]+(_[a-z]+)*)+$/)
  expect(name.length).toBeLessThan(256)
})

test('no name is a namespace of another one', () => {
  const names = metricDefinitions.map(({ name }) => name)
  expect(names.filter(name => names.some(other => other.startsWith(`${name}.`)))).toEqual([])
})

each('%s has a unit of UCUM, and says it in its name if it is one of measure', ([, definition]) => {
  expect(definition.unit).toMatch(/^(By|s|\{[a-z]+\})$/)
  const base = bases[definition.unit as keyof typeof bases]
  if (base === undefined) for (const word of unitWords) expect(wordsOf(definition)).not.toContain(word)
  else expect(wordsOf(definition).at(-1)).toBe(base)
})

each('%s is a name of Prometheus: base units last, `_total` on counters only', ([, definition]) => {
  const name = prometheusName(definition)
  expect(name).toMatch(/^spillway_[a-z_]+$/)
  expect(name).not.toMatch(/__|_(count|sum|bucket|created)$/)
  expect(name).not.toMatch(/_(ms|millis|milliseconds|nanoseconds|kb|mib|megabytes|percent)(_|$)/)
  expect(name.endsWith('_total')).toBe(definition.kind === 'counter')
  const base = bases[definition.unit as keyof typeof bases]
  if (base !== undefined) expect(name.replace(/_total$/, '').endsWith(`_${base}`)).toBe(true)
  if (definition.kind === 'histogram') expect(name).toMatch(/_seconds$/)
})

each('%s says in one sentence what it is', ([, { help }]) => {
  expect(help).toMatch(/^[A-Z].{10,}[^.\s]$/)
  expect(help).not.toContain('\n')
})

each('%s has labels that OpenTelemetry and Prometheus take, and its kind of source first', ([name, { labels }]) => {
  expect(labels[0]).toBe(name.split('.')[1])
  for (const label of labels) {
    expect(label).toMatch(/^[a-z]+(_[a-z]+)*$/)
    // No label says what the name says, and none is one that Prometheus or a histogram sets.
    expect(['job', 'instance', 'le', 'quantile', '__name__']).not.toContain(label)
    expect(attributeOf[label]).toMatch(/^(spillway\.[a-z_.]+|disk\.io\.direction|error\.type)$/)
  }
  expect(new Set(labels).size).toBe(labels.length)
})
