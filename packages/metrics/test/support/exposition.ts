// The text format of Prometheus, read strictly: a line that is not one of the grammar's, a sample that belongs to no declared
// metric, or a series that is there twice, is an Error.

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Family {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: Sample[]
}

// Prometheus reads `NaN` in any case, and prom-client writes `Nan`.
const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (N[Aa][Nn]|[+-]?Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y

export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, Family>()
  const series = new Set<string>()
  let help: [string, string] | undefined
  let family: Family | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') help = [name, rest]
    else if (kind === 'TYPE') {
      if (help?.[0] !== name || families.has(name)) throw new Error(`out of place: ${line}`)
      family = { name, type: rest, help: help[1], samples: [] }
      families.set(name, family)
    } else {
      const sample = parseSample(line)
      if (family === undefined || !belongs(sample.name, family)) throw new Error(`no such metric was declared: ${line}`)
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()])
      if (series.has(key)) throw new Error(`twice: ${line}`)
      series.add(key)
      family.samples.push(sample)
    }
  }
  return families
}

function parseSample(line: string): Sample {
  const [, name, pairs = '', value] = sampleLine.exec(line) ?? []
  if (name === undefined || value === undefined) throw new Error(`not a line of this format: ${line}`)
  const labels: Record<string, string> = {}
  labelPair.lastIndex = 0
  while (labelPair.lastIndex < pairs.length) {
    const [, label, text] = labelPair.exec(pairs) ?? []
    if (label === undefined || text === undefined || label in labels) throw new Error(`labels of ${line}`)
    labels[label] = text.replaceAll(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c))
  }
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) }
}

function belongs(sample: string, { name, type }: Family): boolean {
  const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  return suffixes.some(suffix => sample === name + suffix)
}

/** The value of the only sample of `name` with these labels among its own. */
export function sampleValue(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
  const all = [...families.values()].flatMap(({ samples }) => samples)
  const found = all.filter(
    sample => sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )
  if (found.length !== 1) throw new Error(`${found.length} samples are ${name} ${JSON.stringify(labels)}`)
  return found[0]!.value
}
