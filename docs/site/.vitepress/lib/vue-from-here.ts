import { join } from 'node:path'
import type { UserConfig } from 'vitepress'

type Plugin = NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number]

/** Resolves `vue` from the site for pages outside of this package, which have no `node_modules` with it. */
export const vueFromHere: Plugin = {
  name: 'vue-from-here',
  enforce: 'pre',
  resolveId(source, _importer, options) {
    if (!/^vue(\/|$)/.test(source)) return null
    return this.resolve(source, join(import.meta.dirname, '../config.ts'), { ...options, skipSelf: true })
  },
}
