import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  // The second is the script of a page, which `scripts/copy-page.ts` puts beside it.
  entry: { index: 'src/index.ts', 'page/runs': 'src/lib/runs-page/runs.ts' },
})
