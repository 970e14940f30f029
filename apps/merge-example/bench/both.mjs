// `pnpm bench:eviction`: both benches of eviction, one after the other, with the same flags. The first one finds what is wrong with them.
await import('../../../packages/column-pager/bench/churn.mjs')
await import('./eviction.mjs')
