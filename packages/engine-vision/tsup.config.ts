import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  // Needed to build, not to run: the package carries the extracted model.
  external: [...(base.external ?? []), 'nsfwjs'],
  entry: {
    index: 'src/index.ts',
    internal: 'src/internal.ts',
    'image-worker': 'src/lib/images/worker.ts',
    'vision-worker': 'src/lib/vision/worker.ts',
    'image-moderation-worker': 'src/lib/image-moderation/worker.ts',
    'ship-image-moderation': 'src/lib/image-moderation/build/ship-model.ts',
    'ship-vision': 'src/lib/vision/build/ship-vision.ts',
    'ship-images': 'src/lib/images/build/ship-images.ts',
  },
})
