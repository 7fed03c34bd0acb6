export { type AudioDecoderOptions, createAudioDecoder } from './lib/audio/audio-decoder.ts'
export {
  createLocalMusicEngine,
  type LocalMusicEngine,
  type LocalMusicEngineOptions,
} from './lib/music/local-music-engine.ts'
export type { LocalSong } from './lib/music/protocol.ts'
export { createLocalSpeechEngine, type LocalSpeechEngineOptions } from './lib/speech/local-speech-engine.ts'
export {
  createLocalTranscriptionEngine,
  type LocalTranscriptionEngineOptions,
} from './lib/transcription/local-transcription-engine.ts'
export { createLocalTurnDetectionEngine } from './lib/voice-activity/local-turn-detection-engine.ts'
