// What `pnpm turbo gen` makes: a package for a paging policy, which builds, passes the conformance suite, and is yours to change.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PlopTypes } from '@turbo/gen'

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Called by turbo. The first of `--args` answers the only question. What is thrown is printed; `gen run policy` then ends with 1, but
 * `turbo gen policy`, which starts that, with 0: no generator can change it.
 */
export default function generators(plop: PlopTypes.NodePlopAPI): void {
  plop.setGenerator('policy', {
    description: 'a package for a paging policy: packages/policy-<name>',
    prompts: [{ type: 'input', name: 'name', message: 'How does the policy decide, in a word or two? (small-first)' }],
    actions: answers => {
      const { name = '', turbo } = answers as { name?: string; turbo: { paths: { root: string } } }
      if (!KEBAB_CASE.test(name) || name.startsWith('policy-')) {
        throw new Error(`"${name}" is no name: use lower case, words joined by hyphens, without "policy-" in front`)
      }
      const destination = join(turbo.paths.root, 'packages', `policy-${name}`)
      if (existsSync(destination)) throw new Error(`${destination} is there already`)
      const templates = [
        ['package.json', 'package.json'],
        ['README.md', 'README.md'],
        ['tsconfig.json', 'tsconfig.json'],
        ['tsconfig.build.json', 'tsconfig.build.json'],
        ['tsup.config.ts', 'tsup.config.ts'],
        ['src/index.ts', 'src/index.ts'],
        ['src/policy.ts', `src/${name}-policy.ts`],
        ['test/policy.test.ts', `test/${name}-policy.test.ts`],
      ] as const
      return templates.map(([template, file]) => ({
        type: 'add',
        path: join(destination, file),
        templateFile: `policy/${template}.hbs`,
      }))
    },
  })
}
