import { DataFiles } from '@mira/engine/internal'

/** Model files of the vision engine that are used unchanged from their packages. */
export const visionData = /* @__PURE__ */ new DataFiles(import.meta.url, {
  'vision-model/faces.json': { package: '@vladmandic/human', path: 'models/blazeface.json' },
  'vision-model/faces.bin': { package: '@vladmandic/human', path: 'models/blazeface.bin' },
  // All supported Node versions have SIMD. Results of relaxed SIMD would depend on the processor.
  'text-reader/tesseract-core.cjs': { package: 'tesseract.js-core', path: 'tesseract-core-simd-lstm.js' },
  'text-reader/tesseract-core.wasm': { package: 'tesseract.js-core', path: 'tesseract-core-simd-lstm.wasm' },
  'text-reader/eng.traineddata.gz': { package: '@tesseract.js-data/eng', path: '4.0.0_best_int/eng.traineddata.gz' },
  // Text of Apache-2.0, the license of all these files and of the detector.
  'vision-license.txt': { package: 'tesseract.js-core', path: 'LICENSE' },
})
