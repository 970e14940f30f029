// What stands at the side of each page, in the order in which one would read it. A page that is in no list fails the build, so that
// nobody writes one that cannot be found.

const guide = [
  ['Start', { 'getting-started.md': 'Getting started', 'when-not-to-use-it.md': 'When not to use it' }],
  [
    'Choose',
    {
      'choosing-a-backend.md': 'A backend',
      'containers.md': 'Budgets in containers',
      'measuring.md': 'How figures were measured',
    },
  ],
  [
    'Operate',
    { 'operating.md': 'Operating it', 'metrics.md': 'Metrics and dashboards', 'errors.md': 'Errors and warnings' },
  ],
  [
    'Extend',
    {
      'writing-a-policy.md': 'Writing a policy',
      'writing-a-codec.md': 'Writing a codec',
      'writing-a-container.md': 'Writing a container',
    },
  ],
]
const hidden = ['index.md']
const order = [
  'column',
  'policy',
  'pager-native',
  'column-pager',
  'policy-pressure',
  'policy-adaptive-codec',
  'metrics',
  'arrow',
]

/** `themeConfig.sidebar`, for the pages that there are and the list that `typedoc` made. */
export function sidebar(pages, api) {
  const listed = guide.flatMap(([, group]) => Object.keys(group))
  const unknown = pages.filter(page => !page.includes('/') && !listed.includes(page) && !hidden.includes(page))
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: in no list of .vitepress/sidebar.mjs`)
  const guideItems = guide.map(([text, group]) => ({
    text,
    items: Object.entries(group)
      .filter(([page]) => pages.includes(page))
      .map(([page, title]) => ({ text: title, link: linkTo(page) })),
  }))
  return {
    '/packages/': [{ text: 'Packages', items: itemsUnder(pages, 'packages/') }],
    '/project/': [{ text: 'Project', items: itemsUnder(pages, 'project/') }],
    '/api/': api.map(withPrefix).sort((a, b) => (sortable(a.text) < sortable(b.text) ? -1 : 1)),
    '/': guideItems,
  }
}

function itemsUnder(pages, prefix) {
  const rank = name => (order.includes(name) ? order.indexOf(name) : order.length)
  return pages
    .filter(page => page.startsWith(prefix))
    .map(page => page.slice(prefix.length, -'.md'.length))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map(name => ({ text: titleOf(name, prefix), link: `/${prefix}${name}` }))
}

/** Names of packages are spelt as they are; documents of the project begin with a capital letter. */
function titleOf(name, prefix) {
  return prefix === 'packages/' ? name : name[0].toUpperCase() + name.slice(1)
}

function withPrefix({ text, link, items, ...rest }) {
  return {
    ...rest,
    text: text.replace('@spillway/', ''),
    ...(link === undefined ? {} : { link: `/api${link}` }),
    ...(items === undefined ? {} : { items: items.map(withPrefix) }),
  }
}

/** A package's other entries come after the package, and before a package whose name only begins the same. */
const sortable = name => name.replaceAll('/', ' ')

const linkTo = page => `/${page.replace(/\.md$/, '')}`
