// Opens a page in Chromium in one of the ways that people see it, and says what is wrong with it there: what `judge.ts` finds, what the
// console says, and anything that the page asked the network for, because a page here needs nothing but itself.
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { colourValue, type SeriesColour } from '../theme.js'
import { chromiumPath } from './chromium.js'
import { collectFacts } from './collect-facts.js'
import { judge } from './judge.js'
import { readPicture } from './picture.js'

export interface View {
  /** `1280-dark`, and so on. */
  readonly name: string
  readonly width: number
  readonly scheme: 'light' | 'dark'
  readonly media: 'screen' | 'print'
}

/** A4 between margins of 12 mm. */
const paperWidth = 703

/** Wide and narrow, in both schemes, and on paper. */
export const everyView: readonly View[] = [
  ...[1280, 390].flatMap(width =>
    (['light', 'dark'] as const).map(scheme => ({
      name: `${width}-${scheme}`,
      width,
      scheme,
      media: 'screen' as const,
    })),
  ),
  { name: 'paper', width: paperWidth, scheme: 'dark', media: 'print' },
]

export interface Look {
  readonly problems: readonly string[]
  /** The `data-chart` of each chart, in their order. */
  readonly charts: readonly string[]
  /** All of the page, as PNG. */
  readonly screenshot: Uint8Array
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const seriesColours: readonly SeriesColour[] = ['blue', 'orange', 'green', 'purple', 'red', 'teal', 'grey']

export class ReportBrowser implements AsyncDisposable {
  readonly #browser: Browser

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  /** @throws Error there is no Chromium here; the message says how to get one */
  static async launch(): Promise<ReportBrowser> {
    return new ReportBrowser(await chromium.launch({ executablePath: chromiumPath(), args: flags }))
  }

  /** `file` is the path of an HTML file. */
  async look(file: string, view: View): Promise<Look> {
    const { width, scheme, media } = view
    const page = await this.#browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme })
    try {
      const problems = listen(page)
      await page.emulateMedia({ media, colorScheme: scheme })
      await page.goto(pathToFileURL(file).href)
      // All of it is in the viewport, so that the browser can be asked what lies where.
      await page.setViewportSize({ width, height: await page.evaluate('document.documentElement.scrollHeight') })
      const painted = media === 'print' ? 'light' : scheme
      const facts = await page.evaluate(
        collectFacts,
        seriesColours.map(name => cssColour(colourValue(name, painted))),
      )
      const screenshot = await page.screenshot({ fullPage: true })
      problems.push(...judge(facts), ...judgePicture(screenshot, painted))
      return { problems, charts: facts.charts.map(({ id }) => id), screenshot }
    } finally {
      await page.close()
    }
  }

  /** Its pages on paper, as PDF. */
  async print(file: string): Promise<Uint8Array> {
    const page = await this.#browser.newPage()
    try {
      await page.goto(pathToFileURL(file).href)
      return await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true })
    } finally {
      await page.close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }
}

/** Complaints, as they come, until the page is closed. */
function listen(page: Page): string[] {
  const problems: string[] = []
  page.on('console', message => problems.push(`the console says (${message.type()}): ${message.text()}`))
  page.on('pageerror', error => problems.push(`the page fails: ${error.message}`))
  page.on('requestfailed', request => problems.push(`a request failed: ${request.url()}`))
  page.on('request', request => {
    if (!request.isNavigationRequest()) problems.push(`the page asks for ${request.url()}`)
  })
  return problems
}

function judgePicture(screenshot: Uint8Array, scheme: 'light' | 'dark'): readonly string[] {
  const { colours, inkShare, groundLuminance } = readPicture(screenshot)
  const problems: string[] = []
  if (colours < 8 || inkShare < 0.005) problems.push('the screenshot is blank')
  const isDark = groundLuminance < 0.2
  if (isDark !== (scheme === 'dark')) problems.push(`the page is ${isDark ? 'dark' : 'light'} in the ${scheme} scheme`)
  return problems
}

/** `#rrggbb` as the browser writes it. */
function cssColour(hex: string): string {
  const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgb(${r}, ${g}, ${b})`
}
