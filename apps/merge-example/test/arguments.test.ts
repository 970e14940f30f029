import { describe, expect, it } from 'vitest'
import { formatArguments, helpText, parseArguments, UsageError } from '../src/arguments.js'
import { type Configuration, totalBudgetBytes } from '../src/configuration.js'

function parse(...argv: string[]): Configuration {
  const configuration = parseArguments(argv)
  if (configuration === 'help') throw new Error('this asked for help')
  return configuration
}

describe('the command line', () => {
  it('has defaults: the flights, on scratch files, in far less memory than they fill', () => {
    expect(parse()).toMatchObject({
      input: 'flights',
      backend: 'file',
      codec: 'none',
      threads: 1,
      scale: 1,
      paging: true,
      baseline: true,
      eviction: false,
      json: false,
      loseRow: false,
      scratch: undefined,
      rows: undefined,
      report: undefined,
    })
    expect(totalBudgetBytes(parse())).toBeLessThanOrEqual(64 * 2 ** 20)
  })

  it('takes every flag, with = or without', () => {
    const configuration = parse(
      ...'--input synthetic --backend swap --codec lz4 --threads 2 --worker-budget-mib 0 --shared-budget-mib=5'.split(
        ' ',
      ),
      ...'--chain-mib 512 --scale=3 --rows 1000 --scratch /tmp --json --baseline --eviction --lose-row --report=a.html'.split(
        ' ',
      ),
    )
    expect(configuration).toEqual({
      input: 'synthetic',
      backend: 'swap',
      codec: 'lz4',
      threads: 2,
      workerBudgetMib: 0,
      sharedBudgetMib: 5,
      chainMib: 512,
      scale: 3,
      rows: 1000,
      scratch: '/tmp',
      paging: true,
      baseline: true,
      eviction: true,
      json: true,
      report: 'a.html',
      loseRow: true,
    })
    expect(totalBudgetBytes(configuration)).toBe(5 * 2 ** 20)
  })

  it('compares with a run without paging only where that can be read and means something', () => {
    expect(parse('--json').baseline).toBe(false)
    expect(parse('--no-paging').baseline).toBe(false)
    expect(parse('--no-baseline').baseline).toBe(false)
    expect(parse('--json', '--baseline').baseline).toBe(true)
  })

  it('is what another process needs to run the same job', () => {
    const lines = [
      '',
      '--json --no-paging',
      '--scratch=/a=b --rows=7 --lose-row --eviction --threads=2',
      '--input=synthetic --json --baseline --report=/a.html',
    ]
    for (const line of lines) {
      const configuration = parse(...line.split(' ').filter(word => word !== ''))
      expect(parse(...formatArguments(configuration))).toEqual(configuration)
    }
  })

  it('answers --help and -h, whatever stands beside it, and the help names every flag', () => {
    expect(parseArguments(['--help'])).toBe('help')
    expect(parseArguments(['--threads', '2', '-h'])).toBe('help')
    for (const argument of formatArguments({
      ...parse('--json', '--no-paging', '--eviction', '--lose-row', '--rows=1', '--scratch=x', '--report=x'),
    })) {
      expect(helpText).toContain(argument.split('=')[0])
    }
  })

  it.each([
    [['--thread', '2'], "unknown flag '--thread'; see --help"],
    [['-x'], "unknown flag '-x'; see --help"],
    [['flights'], "unexpected argument 'flights'; see --help"],
    [['--', 'flights'], "unexpected argument 'flights'; see --help"],
    [['--backend', 'disk'], "--backend must be swap or file, not 'disk'"],
    [['--input', ''], "--input must be flights or synthetic, not ''"],
    [['--codec=zstd'], "--codec must be none or lz4, not 'zstd'"],
    [['--threads', '0'], "--threads must be a whole number from 1 to 64, not '0'"],
    [['--threads', '65'], "--threads must be a whole number from 1 to 64, not '65'"],
    [['--threads', '1.5'], "--threads must be a whole number from 1 to 64, not '1.5'"],
    [['--threads', '0x2'], "--threads must be a whole number from 1 to 64, not '0x2'"],
    [['--threads='], "--threads must be a whole number from 1 to 64, not ''"],
    [['--threads'], '--threads needs a value; see --help'],
    [['--threads', '--json'], '--threads needs a value; see --help'],
    [['--worker-budget-mib=-1'], "--worker-budget-mib must be a whole number from 0 to 1048576, not '-1'"],
    [['--scale', '1e3'], "--scale must be a whole number from 1 to 10000, not '1e3'"],
    [['--rows', '0'], "--rows must be a whole number from 1 to 2147483648, not '0'"],
    [['--chain-mib', '3'], '--chain-mib must be even, because chunks are 2 MiB'],
    [['--scratch='], '--scratch must name a directory'],
    [['--report='], '--report must name a file'],
    [['--report'], '--report needs a value; see --help'],
    [['--json=yes'], '--json takes no value'],
    [['--baseline', '--no-baseline'], '--baseline and --no-baseline exclude each other'],
  ])('refuses %j in one line', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(new UsageError(message))
    expect(message).not.toContain('\n')
  })
})
