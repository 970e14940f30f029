// Each thing that can be wrong with a page is found, and a sound page is not complained about.
import { describe, expect, test } from 'vitest'
import { contrast, judge, type PageFacts, type Rgba, type TextFact } from '../src/browser/index.js'

const white: Rgba = [255, 255, 255, 1]
const viewport = { left: 0, top: 0, right: 390, bottom: Number.POSITIVE_INFINITY }

const text = (changes: Partial<TextFact> = {}): TextFact => ({
  text: 'resident',
  run: 0,
  box: { left: 10, top: 10, right: 80, bottom: 30 },
  frame: viewport,
  frameName: 'the viewport',
  fontPx: 14,
  isBold: false,
  colour: [0, 0, 0, 1],
  backgrounds: [white],
  ...changes,
})

const drawing = { box: { left: 16, top: 100, right: 374, bottom: 300 }, marks: 3 }

const facts = (changes: Partial<PageFacts> = {}): PageFacts => ({
  viewportWidth: 390,
  scrollWidth: 390,
  texts: [text()],
  charts: [{ id: 'memory', drawings: [drawing] }],
  ...changes,
})

const other = (box: Partial<TextFact['box']>) =>
  text({ run: 1, text: 'other', box: { left: 10, top: 40, right: 80, bottom: 60, ...box } })

test('a sound page', () => {
  expect(judge(facts({ texts: [text(), other({}), other({ left: 81, top: 10, right: 150, bottom: 30 })] }))).toEqual([])
})

describe('charts', () => {
  const judged = (drawings: PageFacts['charts'][0]['drawings']) =>
    judge(facts({ charts: [{ id: 'memory', drawings }] }))
  const boxed = (box: object) => judged([{ ...drawing, box: { ...drawing.box, ...box } }])

  test.each([
    ['that are not shown', judged([]), 'chart memory has 0 drawings that are shown, and not one'],
    ['that are shown twice', judged([drawing, drawing]), 'chart memory has 2 drawings that are shown, and not one'],
    ['that are too small', boxed({ right: 100 }), 'chart memory is too small to see'],
    ['that leave the viewport', boxed({ right: 400 }), 'chart memory is not inside the viewport'],
    ['without data', judged([{ ...drawing, marks: 0 }]), 'chart memory shows no data'],
  ])('%s', (_, problems, problem) => {
    expect(problems).toEqual([problem])
  })
})

describe('text', () => {
  const judged = (changes: Partial<TextFact>) => judge(facts({ texts: [text(changes)] }))

  test.each([
    [
      'that leaves its frame',
      { frame: { ...viewport, right: 70 }, frameName: 'its drawing' },
      "'resident' leaves its drawing",
    ],
    ['that is tiny', { fontPx: 8 }, "'resident' is 8.0 px high"],
    ['that is pale', { colour: [150, 150, 150, 1] as const }, "'resident' has a contrast of 2.96, and 4.5 is needed"],
    [
      'that is translucent',
      { colour: [0, 0, 0, 0.4] as const },
      "'resident' has a contrast of 2.85, and 4.5 is needed",
    ],
    [
      'of which a part lies on dark',
      { backgrounds: [white, [0, 0, 0, 1] as const] },
      "'resident' has a contrast of 1.00, and 4.5 is needed",
    ],
  ])('%s', (_, changes, problem) => {
    expect(judged(changes)).toEqual([problem])
  })

  test('that is large needs less contrast', () => {
    const colour = [130, 130, 130, 1] as const
    expect(judged({ colour, fontPx: 24 })).toEqual([])
    expect(judged({ colour, fontPx: 19, isBold: true })).toEqual([])
    expect(judged({ colour, fontPx: 19 })).toHaveLength(1)
  })

  test('that overlaps other text, whichever comes first', () => {
    for (const texts of [
      [text(), other({ top: 20 })],
      [other({ top: 20 }), text()],
    ]) {
      expect(judge(facts({ texts }))).toEqual(["'resident' and 'other' overlap"])
    }
  })

  test('whose lines stand close, or that is one run, does not overlap', () => {
    expect(judge(facts({ texts: [text(), other({ top: 27, bottom: 47 })] }))).toEqual([])
    expect(judge(facts({ texts: [text(), { ...other({ top: 20 }), run: 0 }] }))).toEqual([])
  })
})

test('a page that is wider than its viewport, and one that is empty', () => {
  expect(judge(facts({ scrollWidth: 400 }))).toEqual(['the page is 400 px wide in a viewport of 390'])
  expect(judge(facts({ texts: [], charts: [] }))).toEqual(['there is no text'])
})

test('contrast is what WCAG says', () => {
  expect(contrast([0, 0, 0, 1], white)).toBeCloseTo(21)
  expect(contrast([119, 119, 119, 1], white)).toBeCloseTo(4.48, 2)
  expect(contrast(white, white)).toBe(1)
})
