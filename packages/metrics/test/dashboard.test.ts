// The dashboard asks only for what a scrape has: each expression is parsed by Prometheus's own grammar, and its metrics and labels are
// held against a real scrape.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { createPager } from '@spillway/pager-native'
import { Registry } from 'prom-client'
import { beforeAll, expect, test } from 'vitest'
import { MetricSources } from '../src/index.js'
import { registerMetrics } from '../src/prometheus.js'
import { parseExposition } from './support/exposition.js'
import { pageColumns } from './support/plain-columns.js'

interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly datasource?: { readonly uid: string }
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number }
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[]
}

const text = readFileSync(new URL('../dashboards/spillway.json', import.meta.url), 'utf8')
const dashboard = JSON.parse(text)
const panels: readonly Panel[] = dashboard.panels
const variables: readonly { name: string; type: string; definition?: string }[] = dashboard.templating.list
const expressions = panels.flatMap(panel => (panel.targets ?? []).map(({ expr }) => [panel.title, expr] as const))

/** The labels of every metric that a scrape has, and those that Prometheus adds. */
const scraped = new Map<string, Set<string>>()
beforeAll(async () => {
  const scratch = mkdtempSync(join(import.meta.dirname, '../.scratch-'))
  using pager = createPager({ scratchDirectory: scratch, writeBehindBytes: 0 })
  const { columns, budget } = pageColumns(pager, 3)
  const sources = new MetricSources()
  sources.addPager('main', pager)
  sources.addColumnPager('sort', columns)
  sources.addBudget('all', budget)
  const registry = new Registry()
  registerMetrics(registry, sources)
  for (const { samples } of parseExposition(await registry.metrics()).values()) {
    for (const { name, labels } of samples) {
      scraped.set(name, new Set([...(scraped.get(name) ?? []), ...Object.keys(labels), 'job', 'instance']))
    }
  }
  rmSync(scratch, { recursive: true })
})

/** What Grafana would put in their place. */
function fillVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$(\w+)/g, (_, name: string) => {
    expect(variables.map(variable => variable.name)).toContain(name)
    return '.*'
  })
}

/** The nodes of an expression: their grammatical kind and their text. Throws where the grammar found an error. */
function nodesOf(expr: string): { readonly kind: string; readonly text: string }[] {
  const nodes: { kind: string; text: string }[] = []
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${expr}`)
      nodes.push({ kind: node.name, text: expr.slice(node.from, node.to) })
    },
  })
  return nodes
}

function selectorsOf(expr: string) {
  const selectors = nodesOf(expr).filter(({ kind }) => kind === 'VectorSelector')
  return selectors.map(selector => {
    const nodes = nodesOf(selector.text)
    const name = nodes.find(({ kind }) => kind === 'Identifier')!.text
    return { name, labels: nodes.filter(({ kind }) => kind === 'LabelName').map(node => node.text) }
  })
}

test('Grafana can read it', () => {
  expect(dashboard).toMatchObject({ uid: 'spillway', title: 'Spillway' })
  expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36)
  const ids = panels.map(({ id }) => id)
  expect(ids.every(id => Number.isInteger(id) && id > 0)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  for (const panel of panels) {
    expect(panel.title).not.toBe('')
    if (panel.type === 'row') continue
    expect(panel.description, panel.title).toMatch(/\.$/)
    expect(panel.datasource?.uid).toMatch(/^\$\{datasource\}$/)
    const refIds = panel.targets!.map(({ refId }) => refId)
    expect(new Set(refIds).size).toBe(refIds.length)
  }
})

test('no panel lies on another one, or beyond the edge', () => {
  const taken = new Set<string>()
  for (const { title, gridPos } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x} ${y}`), `${title} lies on another panel`).toBe(false)
        taken.add(`${x} ${y}`)
      }
    }
  }
})

test.each(expressions)('%s: %s', (_title, expr) => {
  const selectors = selectorsOf(fillVariables(expr))
  expect(selectors.length).toBeGreaterThan(0)
  const known = new Set<string>()
  for (const { name, labels } of selectors) {
    expect([...scraped.keys()]).toContain(name)
    for (const label of labels) expect(scraped.get(name)).toContain(label)
    for (const label of scraped.get(name)!) known.add(label)
  }
  for (const [, list] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
    for (const label of list!.split(',')) expect(known).toContain(label.trim())
  }
})

test('variables offer the values of labels that are there', () => {
  const queries = variables.filter(({ type }) => type === 'query')
  expect(queries.length).toBeGreaterThan(3)
  for (const { definition } of queries) {
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(definition!)!
    expect(scraped.get(metric!)).toContain(label)
  }
})

test('every metric of pagers is on it, but what only a reader of the code would want', () => {
  const shown = new Set(expressions.flatMap(([, expr]) => selectorsOf(fillVariables(expr)).map(({ name }) => name)))
  const left = [...scraped.keys()].filter(name => !shown.has(name))
  expect(left.sort()).toEqual([
    'spillway_column_pager_columns',
    'spillway_column_pager_evictions_total',
    'spillway_column_pager_operation_stored_bytes_total',
    'spillway_column_pager_operations_total',
    'spillway_pager_mapped_bytes',
  ])
})
