import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  entry: {
    index: 'src/index.ts',
    worker: 'src/worker.ts',
    audio: 'src/audio.ts',
    upstream: 'src/upstream.ts',
    gguf: 'src/gguf.ts',
    'gguf-worker': 'src/lib/gguf/gguf-worker.ts',
    transformers: 'src/transformers.ts',
    'transformers-worker': 'src/lib/transformers/transformers-worker.ts',
    internal: 'src/internal.ts',
    'worker-main': 'src/lib/worker/worker-main.ts',
    'worker-watchdog': 'src/lib/worker/worker-watchdog.ts',
  },
})
