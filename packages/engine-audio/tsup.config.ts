import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  // Needed to build, not to run: the package carries the compiled recognizer and the extracted model.
  external: [...(base.external ?? []), '@yowasp/clang'],
  entry: {
    index: 'src/index.ts',
    sherpa: 'src/sherpa.ts',
    'sherpa-worker': 'src/lib/sherpa/sherpa-worker.ts',
    'music-worker': 'src/lib/music/worker.ts',
    'speech-worker': 'src/lib/speech/worker.ts',
    'transcription-worker': 'src/lib/transcription/worker.ts',
    'decode-worker': 'src/lib/audio/decode-worker.ts',
    'compile-worker': 'src/lib/transcription/build/compile-worker.ts',
    'build-recognizer': 'src/lib/transcription/build/build-recognizer.ts',
    'ship-sound-bank': 'src/lib/music/instruments/build/ship-sound-bank.ts',
  },
})
