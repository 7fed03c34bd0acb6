import { join } from 'node:path'
import { type Decision, listDecisions } from './.vitepress/lib/list-decisions.ts'

export declare const data: Decision[]

// biome-ignore lint/style/noDefaultExport: VitePress requires a default export.
export default {
  watch: ['../decisions/*.md'],
  load: (): Decision[] => listDecisions(join(import.meta.dirname, '../decisions')),
}
