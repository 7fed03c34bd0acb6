import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  entry: {
    index: 'src/index.ts',
    'video-worker': 'src/lib/worker.ts',
    'ship-video': 'src/lib/build/ship-video.ts',
  },
})
