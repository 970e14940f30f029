// The whole page of the benches, from their reports.
import { html, renderPage } from '@spillway/report'
import { casesSection } from './cases-section.js'
import { configurationSection } from './configuration-section.js'
import { growthSection } from './growth-section.js'
import { latencySection } from './latency-section.js'
import { memorySection } from './memory-section.js'
import { pressureSection } from './pressure-section.js'
import type { BenchInputs } from './report-input.js'

/** The text of an HTML file. What was not measured is said where it would stand. */
export async function benchPage(inputs: BenchInputs, madeAt: Date): Promise<string> {
  const cases = inputs.cases?.report
  const pressure = inputs.pressure?.report
  const growth = inputs.growth?.report
  return renderPage({
    title: 'Spillway, measured',
    lead: html`What the benches of Spillway measured, beside the reference system and what one would write by hand. Made on
${madeAt.toISOString().slice(0, 10)}; when and where each figure was taken stands at the end.`,
    sections: [
      { id: 'cases', title: 'Throughput, with memory to spare', body: await casesSection(cases) },
      { id: 'pressure', title: 'Throughput, under memory pressure', body: await pressureSection(pressure) },
      { id: 'memory', title: 'Memory over time', body: await memorySection(pressure) },
      { id: 'growth', title: 'Cost as data outgrows memory', body: await growthSection(growth) },
      { id: 'latency', title: 'Latencies', body: await latencySection(pressure) },
      { id: 'configuration', title: 'Configurations and machines', body: configurationSection(inputs) },
    ],
  })
}
