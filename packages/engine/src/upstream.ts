export { createUpstreamChatEngine, type UpstreamChatEngineOptions } from './lib/upstream/upstream-chat-engine.ts'
export type { UpstreamOptions } from './lib/upstream/upstream-client.ts'
export {
  createUpstreamEmbeddingEngine,
  type UpstreamEmbeddingEngineOptions,
} from './lib/upstream/upstream-embedding-engine.ts'
export { createUpstreamImageEngine, type UpstreamImageEngineOptions } from './lib/upstream/upstream-image-engine.ts'
export {
  createUpstreamModerationEngine,
  type UpstreamModerationEngineOptions,
} from './lib/upstream/upstream-moderation-engine.ts'
export { createUpstreamMusicEngine, type UpstreamMusicEngineOptions } from './lib/upstream/upstream-music-engine.ts'
export {
  createUpstreamSpeechEngine,
  type UpstreamSpeechEngineOptions,
} from './lib/upstream/upstream-speech-engine.ts'
export {
  createUpstreamTranscriptionEngine,
  type UpstreamTranscriptionEngineOptions,
} from './lib/upstream/upstream-transcription-engine.ts'
export { createUpstreamVideoEngine, type UpstreamVideoEngineOptions } from './lib/upstream/upstream-video-engine.ts'
export { createUpstreamVisionEngine, type UpstreamVisionEngineOptions } from './lib/upstream/upstream-vision-engine.ts'
