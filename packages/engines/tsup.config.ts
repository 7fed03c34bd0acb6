import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

export default defineConfig({
  ...base,
  platform: 'node',
  // Notices of what others made, which travel with the package.
  publicDir: 'public',
  // Needed to build, not to run: the package carries the compiled recogniser and the extracted model.
  external: [...(base.external ?? []), '@yowasp/clang', 'nsfwjs'],
  entry: {
    index: 'src/index.ts',
    'sentence-encoder-worker': 'src/lib/sentence-encoder/worker.ts',
    'music-worker': 'src/lib/music/worker.ts',
    'ship-sound-bank': 'src/lib/music/instruments/build/ship-sound-bank.ts',
    'image-worker': 'src/lib/images/worker.ts',
    'vision-worker': 'src/lib/vision/worker.ts',
    'picture-moderation-worker': 'src/lib/moderation/picture/worker.ts',
    'ship-picture-moderation': 'src/lib/moderation/build/ship-model.ts',
    'text-reader-worker': 'src/lib/vision/text/worker.ts',
    'ship-vision': 'src/lib/vision/build/ship-vision.ts',
    'ship-wordnet': 'src/lib/local-chat/build/ship-wordnet.ts',
    'ship-images': 'src/lib/images/build/ship-images.ts',
    'ship-video': 'src/lib/video/build/ship-video.ts',
    'speech-worker': 'src/lib/speech/worker.ts',
    'transcription-worker': 'src/lib/transcription/worker.ts',
    'decode-worker': 'src/lib/audio/decode-worker.ts',
    'compile-worker': 'src/lib/transcription/build/compile-worker.ts',
    'build-recogniser': 'src/lib/transcription/build/build-recogniser.ts',
    'video-worker': 'src/lib/video/worker.ts',
  },
})
