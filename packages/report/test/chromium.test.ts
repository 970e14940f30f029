// A machine without a browser is told so, and told what to do.
import { expect, test } from 'vitest'
import { chromiumPath } from '../src/browser/index.js'

const there =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path)

test('the first of the usual places', () => {
  expect(chromiumPath({}, ['/a', '/b', '/c'], there('/b', '/c'))).toBe('/b')
})

test('the one that is named, and no other', () => {
  const env = { SPILLWAY_CHROMIUM: '/mine' }
  expect(chromiumPath(env, ['/a'], there('/a', '/mine'))).toBe('/mine')
  expect(() => chromiumPath(env, ['/a'], there('/a'))).toThrow(/SPILLWAY_CHROMIUM is \/mine, which cannot be run/)
})

test('none', () => {
  expect(() => chromiumPath({}, ['/a', '/b'], there())).toThrow(
    /^no Chromium to look at the pages with: not at \/a, \/b\. Run scripts\/ensure-chromium\.sh/,
  )
})
