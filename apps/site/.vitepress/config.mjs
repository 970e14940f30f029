// The site: documents from all over the repository, and the pages that `typedoc` made of the docstrings. `routes.mjs` says which
// document is which page. A link that leads nowhere fails the build, whether to a page, a file or a heading.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { root } from '../../../scripts/packing.mjs'
import { checkAnchors, slugify } from './anchors.mjs'
import { repositoryLinks } from './repository-links.mjs'
import { apiFolder, readRoutes } from './routes.mjs'
import { sidebar } from './sidebar.mjs'

const routes = readRoutes()
const apiPages = readdirSync(join(root, apiFolder), { recursive: true })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.md'))
const apiSidebar = JSON.parse(readFileSync(join(root, apiFolder, 'typedoc-sidebar.json'), 'utf8'))

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="2" y="9" width="12" height="4" rx="1" fill="#0d7f9f"/>' +
  '<rect x="2" y="3" width="12" height="4" rx="1" fill="#5cc8dd"/></svg>'

// Documents lie outside of this package, where Vite does not find what the pages made of them import while the site is rendered.
const vueOutsideOfBundle = {
  name: 'vue-outside-of-bundle',
  enforce: 'pre',
  resolveId: (id, _, { ssr }) => (ssr && /^vue(\/server-renderer)?$/.test(id) ? { id, external: true } : undefined),
}

export default defineConfig({
  title: 'Spillway',
  description: 'Columnar data larger than memory, in Node.js',
  lang: 'en',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: root,
  srcExclude: [
    'README.md',
    '.*/**',
    'turbo/**',
    '**/CHANGELOG.md',
    ...(existsSync(join(root, 'reports')) ? ['reports/**'] : []),
  ],
  outDir: join(root, 'apps/site/build/site'),
  cacheDir: join(root, 'apps/site/build/cache'),
  rewrites: Object.fromEntries([...routes, ...apiPages.map(path => [`${apiFolder}/${path}`, `api/${path}`])]),
  cleanUrls: false,
  markdown: {
    anchor: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: markdown => markdown.use(repositoryLinks, { root, routes, apiFolder }),
  },
  vite: { plugins: [vueOutsideOfBundle] },
  buildEnd: ({ outDir }) => checkAnchors(outDir),
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/getting-started', activeMatch: '^/(?!packages|project|api)' },
      { text: 'Packages', link: '/packages/column', activeMatch: '^/packages/' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
      { text: 'Project', link: '/project/architecture', activeMatch: '^/project/' },
    ],
    sidebar: sidebar([...routes.values()], apiSidebar),
    outline: [2, 3],
    search: { provider: 'local' },
    footer: { message: 'Apache-2.0. Every code block on this site is run by a test.' },
  },
})
