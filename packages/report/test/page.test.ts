// A page is one file that needs nothing else.
import { expect, test } from 'vitest'
import { facts, html, missing, renderPage, table } from '../src/index.js'

const page = renderPage({
  title: 'Title <1>',
  lead: 'What & why',
  sections: [
    { id: 'first', title: 'First', body: missing('nothing <here>') },
    {
      id: 'second',
      title: 'Second',
      body: html`${table(
        'Figures',
        [
          { title: 'name', cell: (row: number) => `<${row}>` },
          { title: 'us', numeric: true, cell: row => row },
        ],
        [1, 2],
      )}${facts([['cpu', '<x>']])}`,
    },
  ],
})

test('it has its title, its sections, and links to them', () => {
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain('<title>Title &lt;1&gt;</title>')
  expect(page).toContain('What &amp; why')
  for (const id of ['first', 'second']) {
    expect(page).toContain(`href="#${id}"`)
    expect(page).toContain(`<section id="${id}">`)
  }
  expect(page).toContain('nothing &lt;here&gt;')
})

test('tables name their rows, and set numbers right', () => {
  expect(page).toContain('<th scope="row">&lt;1&gt;</th><td class="number">1</td>')
  expect(page).toContain('<dt>cpu</dt><dd>&lt;x&gt;</dd>')
})

test('it loads nothing, runs nothing, and forbids both', () => {
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import/)
})

test('it knows light, dark, narrow and paper', () => {
  for (const rule of ['prefers-color-scheme:dark', 'max-width:819px', '@media print']) expect(page).toContain(rule)
})
