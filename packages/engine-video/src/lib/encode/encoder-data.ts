import { DataFiles } from '@mira/engine/internal'

/** H.264 encoder: a single script that embeds its WASM module. */
export const encoderData = /* @__PURE__ */ new DataFiles(import.meta.url, {
  'video-encoder/encoder.cjs': {
    package: 'h264-mp4-encoder',
    path: 'embuild/dist/h264-mp4-encoder.node.js',
  },
  'video-encoder/license.txt': { package: 'h264-mp4-encoder', path: 'LICENSE.md' },
})
