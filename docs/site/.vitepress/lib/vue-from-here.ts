import { join } from 'node:path'
import type { UserConfig } from 'vitepress'

type Plugin = NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number]

/** Pages outside of this package find no `vue` on their way up; they take the one that the site has. */
export const vueFromHere: Plugin = {
  name: 'vue-from-here',
  enforce: 'pre',
  resolveId(source, _importer, options) {
    if (!/^vue(\/|$)/.test(source)) return null
    return this.resolve(source, join(import.meta.dirname, '../config.ts'), { ...options, skipSelf: true })
  },
}
