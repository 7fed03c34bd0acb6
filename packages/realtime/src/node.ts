export { type AttachAudioOptions, type AttachedAudio, attachAudio } from './lib/audio/attach-audio.ts'
export type { AudioSink, AudioSource } from './lib/audio/audio-ends.ts'
export { createWavSink, type WavSink } from './lib/audio/node/wav-sink.ts'
export { createWavSource, type WavSource } from './lib/audio/node/wav-source.ts'
