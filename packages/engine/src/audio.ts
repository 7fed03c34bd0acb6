export { concatenateSamples } from './lib/audio/concatenate.ts'
export {
  mixChannels,
  mixInterleaved,
  type Pcm,
  speechSampleRate,
  toFloats,
  toInt16,
  toLittleEndianBytes,
} from './lib/audio/pcm.ts'
export { resample } from './lib/audio/resample.ts'
export { createStreamResampler, type StreamResampler } from './lib/audio/stream-resampler.ts'
export { finishWav, parseWav, wavHeader } from './lib/audio/wav.ts'
