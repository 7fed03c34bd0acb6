import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    internal: 'src/internal.ts',
    testing: 'src/testing.ts',
    node: 'src/node.ts',
    'transport-node': 'src/lib/transports/node.ts',
    'transport-web': 'src/lib/transports/web.ts',
  },
})
