// How a page looks: on a screen wide or narrow, light or dark, and on paper. Charts come in two widths, of which one is shown.
import { schemeVariables } from './theme.js'

/** Below this width, in CSS pixels, the narrow drawing of each chart is shown. */
export const narrowBelowPx = 820

export function pageStyle(): string {
  return `
:root{color-scheme:light dark;${schemeVariables('light')}}
@media (prefers-color-scheme:dark){:root{${schemeVariables('dark')}}}
@media print{:root{color-scheme:light;${schemeVariables('light')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,"Helvetica Neue",Arial,sans-serif}
header,main{max-width:992px;margin:0 auto;padding:0 16px}
header{padding-top:32px}
main{padding-bottom:64px}
h1{font-size:30px;line-height:1.2;margin:0 0 8px}
h2{font-size:23px;line-height:1.25;margin:56px 0 8px;padding-top:16px;border-top:1px solid var(--rule)}
h3{font-size:18px;line-height:1.3;margin:36px 0 4px}
p{margin:8px 0;max-width:72ch;overflow-wrap:anywhere}
.lead{color:var(--muted);font-size:17px}
a{color:var(--blue)}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;margin:16px 0 0;padding:0;list-style:none}
code{font:0.92em/1.4 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.missing{border-left:4px solid var(--orange);background:var(--raised);padding:8px 12px}
figure{margin:28px 0;break-inside:avoid}
figcaption{font-weight:600}
figcaption small{display:block;font-size:14px;font-weight:400;color:var(--muted);max-width:76ch}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin:6px 0 0;padding:0;list-style:none;font-size:14px}
.legend li{display:flex;align-items:center;gap:6px}
.legend svg{flex:none}
.unit{font-size:13px;color:var(--muted);margin-top:8px}
.drawing svg{display:block;width:100%;height:auto}
.drawing.narrow{display:none}
@media (max-width:${narrowBelowPx - 1}px){.drawing.wide{display:none}.drawing.narrow{display:block;max-width:520px}}
.small{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0 24px}
.small figure{margin:16px 0}
.small figcaption{font-size:15px}
@media (max-width:${narrowBelowPx - 1}px){.small{grid-template-columns:minmax(0,1fr)}.small figure{max-width:420px}}
.scroll{overflow-x:auto;margin:16px 0}
.scroll:focus-visible{outline:2px solid var(--blue)}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;font-size:16px;padding:4px 0}
th,td{padding:4px 14px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{font-weight:600;color:var(--muted);vertical-align:bottom}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
tbody th{color:var(--text);font-weight:400}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 20px;margin:16px 0;font-size:15px}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:0 32px}
@media print{
@page{margin:12mm}
body{font-size:11pt}
header,main{max-width:none;padding:0}
header{padding-top:0}
nav{display:none}
h2,h3{break-after:avoid}
tr{break-inside:avoid}
.drawing.wide{display:block!important}
.drawing.narrow{display:none!important}
.small .drawing.narrow,.small .drawing.wide{display:block!important}
.small{grid-template-columns:repeat(3,minmax(0,1fr))!important}
.scroll{overflow:visible}
table{font-size:8pt}
th,td{padding:2px 6px 2px 0}
tbody th{overflow-wrap:anywhere}
}
`
}
