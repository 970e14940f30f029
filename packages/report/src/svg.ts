// Draws what ECharts understands as SVG, without a browser. ECharts is loaded when the first chart is drawn, so that programs that
// may or may not draw pay nothing before.
import type { EChartsOption } from 'echarts'
import { type Html, trusted } from './html.js'
import { colour } from './theme.js'

export interface Drawing {
  readonly option: EChartsOption
  readonly width: number
  readonly height: number
}

/** The font whose widths ECharts assumes where it cannot measure; text elsewhere is at most a little wider or narrower. */
const fontFamily = 'Helvetica, Arial, sans-serif'

export async function renderSvg({ option, width, height }: Drawing): Promise<Html> {
  const { init } = await import('echarts')
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: 'transparent',
      // For what no chart here names a colour of: it should not be seen, and never counts as data.
      color: [colour('rule')],
      textStyle: { fontFamily, color: colour('text') },
      ...option,
    })
    return trusted(withoutHandles(chart.renderToSVGString({ useViewBox: true })))
  } finally {
    chart.dispose()
  }
}

/** ECharts marks what a script in the page could take hold of. There is none, and text in an SVG has its quotes escaped. */
function withoutHandles(svg: string): string {
  return svg
    .replace(/<style >[\s\S]*?<\/style>\n?/g, '')
    .replace(/ (?:class="zr[^"]*"|pointer-events="visible"|ecmeta_\w+="[^"]*")/g, '')
}
