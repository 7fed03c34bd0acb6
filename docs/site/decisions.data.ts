import { join } from 'node:path'
import { type Decision, listDecisions } from './.vitepress/lib/list-decisions.ts'

export declare const data: Decision[]

// biome-ignore lint/style/noDefaultExport: VitePress reads loaders so.
export default {
  watch: ['../decisions/*.md'],
  load: (): Decision[] => listDecisions(join(import.meta.dirname, '../decisions')),
}
