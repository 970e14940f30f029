// The colours of pages and charts, each for a light and a dark screen. Markup and charts name them as CSS variables, so that one
// chart serves both schemes. Series differ in lightness too, and every one stands out from the page (test/theme.test.ts).

const colours = {
  page: ['#ffffff', '#14181d'],
  raised: ['#f4f6f9', '#1d232a'],
  text: ['#1b2530', '#e8edf3'],
  muted: ['#52606d', '#aab6c3'],
  rule: ['#d8dee5', '#3a444f'],
  blue: ['#0b62c4', '#6cb2ff'],
  orange: ['#b45309', '#f5a454'],
  green: ['#117a43', '#5fd08a'],
  purple: ['#7c3aed', '#b79bff'],
  red: ['#c02626', '#ff8a80'],
  teal: ['#0e7490', '#58cfe0'],
  grey: ['#5b6573', '#a3adb9'],
  cool: ['#eaf1fa', '#1c2938'],
  warm: ['#faf1e2', '#2f2719'],
  fresh: ['#e9f5ec', '#1b2d22'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

export type ColourName = keyof typeof colours

/** What a mark may be drawn in. */
export type SeriesColour = 'blue' | 'orange' | 'green' | 'purple' | 'red' | 'teal' | 'grey'

/** What a part of a chart may be shaded with, behind marks and text. */
export const shades: readonly ColourName[] = ['cool', 'warm', 'fresh']

/** `var(--blue)`, and so on. */
export function colour(name: ColourName): string {
  return `var(--${name})`
}

export function colourValue(name: ColourName, scheme: 'light' | 'dark'): string {
  return colours[name][scheme === 'light' ? 0 : 1]
}

/** The declarations of all variables for one scheme. */
export function schemeVariables(scheme: 'light' | 'dark'): string {
  const names = Object.keys(colours) as ColourName[]
  return names.map(name => `--${name}:${colourValue(name, scheme)}`).join(';')
}
