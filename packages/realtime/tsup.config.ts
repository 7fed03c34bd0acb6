import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    'socket-node': 'src/lib/sockets/node.ts',
    'socket-web': 'src/lib/sockets/web.ts',
  },
})
