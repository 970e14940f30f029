// Links between documents become links between pages, and one that leads nowhere is found.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import MarkdownIt from 'markdown-it'
import { root } from '../../../scripts/packing.mjs'
import { checkAnchors, slugify } from '../.vitepress/anchors.mjs'
import { repositoryLinks } from '../.vitepress/repository-links.mjs'
import { apiFolder, readRoutes } from '../.vitepress/routes.mjs'
import { sidebar } from '../.vitepress/sidebar.mjs'

const routes = readRoutes()
const markdown = new MarkdownIt().use(repositoryLinks, { root, routes, apiFolder })
const render = (text, path) => markdown.renderInline(text, { path: join(root, path) })

test('a link from file to file is a link from page to page', () => {
  assert.match(render('[a](../../docs/errors.md#pager_io)', 'packages/policy/README.md'), /href="\/errors.md#pager_io"/)
  assert.match(render('[a](../policy)', 'packages/policy-pressure/README.md'), /href="\/packages\/policy.md"/)
  assert.match(render('[a](DECISIONS.md)', 'CONTRIBUTING.md'), /href="\/project\/decisions.md"/)
})

test('a link to what is no page is text, and the links around it stay', () => {
  const html = render('[a](src/column.ts) and [b](https://b.example)', 'packages/column/README.md')
  assert.equal(html, 'a and <a href="https://b.example">b</a>')
})

test('a link to what is not there is an error', () => {
  assert.throws(() => render('[a](missing.md)', 'docs/errors.md'), /docs\/errors.md: there is no docs\/missing.md/)
})

test('anchors are those of GitHub', () => {
  assert.equal(slugify('`pager.stats()`'), 'pagerstats')
  assert.equal(slugify('PAGER_NO_SPACE'), 'pager_no_space')
  assert.equal(slugify('Why is a view, of a part, refused?'), 'why-is-a-view-of-a-part-refused')
})

test('an anchor that no heading has is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-anchors-'))
  try {
    writeFileSync(join(folder, 'a.html'), '<h1 id="x"></h1><a class="c" href="#x"></a><a href="/b.html#y"></a>')
    writeFileSync(join(folder, 'b.html'), '<h1 id="y"></h1><a href="./a.html#x"></a>')
    checkAnchors(folder)
    writeFileSync(join(folder, 'b.html'), '<h1 id="z"></h1><a href="./a.html#w"></a>')
    assert.throws(() => checkAnchors(folder), /a.html: \/b.html#y\nb.html: .\/a.html#w/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('every page of the guide is at the side', () => {
  const items = Object.values(sidebar([...routes.values()], []))
    .flat()
    .flatMap(group => group.items)
  assert.equal(items.length, routes.size - 1, 'all but the first page, once')
  assert.throws(() => sidebar(['nowhere.md'], []), /nowhere.md: in no list/)
})
