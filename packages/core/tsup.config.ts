import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    internal: 'src/internal.ts',
    testing: 'src/testing.ts',
    node: 'src/node.ts',
    'runtime-node': 'src/lib/runtimes/node.ts',
    'runtime-web': 'src/lib/runtimes/web.ts',
  },
})
