import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig([
  {
    ...base,
    entry: {
      index: 'src/index.ts',
      audio: 'src/audio.ts',
      node: 'src/node.ts',
      'socket-node': 'src/lib/sockets/node.ts',
      'socket-web': 'src/lib/sockets/web.ts',
    },
  },
  // One file without imports, for pages copy it to their own origin.
  { ...base, entry: { 'audio-worklet': 'src/audio-worklet.ts' }, splitting: false, clean: false },
])
