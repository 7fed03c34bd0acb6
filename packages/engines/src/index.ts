export { type AudioDecoder, createAudioDecoder, type DecodeAudioOptions } from './lib/audio/audio-decoder.ts'
export { createStreamResampler, type StreamResampler } from './lib/audio/stream-resampler.ts'
export { finishWav } from './lib/audio/wav.ts'
export type {
  ChatEngine,
  ChatEvent,
  ChatFinishReason,
  ChatMessage,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatResponseFormat,
  ChatTool,
  ChatToolCall,
  ChatToolChoice,
  ChatUsage,
} from './lib/chat-engine.ts'
export type { EmbeddingEngine, Embeddings, EmbedOptions } from './lib/embedding-engine.ts'
export type {
  Engine,
  EngineCallOptions,
  EngineInfo,
  EngineInputCode,
  EngineInputErrorOptions,
  EngineKind,
  EngineUnavailableCode,
  EngineUnavailableErrorOptions,
} from './lib/engine.ts'
export { EngineInputError, EngineUnavailableError } from './lib/engine.ts'
export { createGgufChatEngine, type GgufChatEngineOptions } from './lib/gguf/gguf-chat-engine.ts'
export type {
  ImageEditRequest,
  ImageEngine,
  ImageQuality,
  ImageRequest,
  ImageSize,
  MadeImage,
} from './lib/images/image-engine.ts'
export { createLocalImageEngine, type LocalImageEngineOptions } from './lib/images/local-image-engine.ts'
export { createLocalChatEngine, type LocalChatEngineOptions } from './lib/local-chat/local-chat-engine.ts'
export {
  createLocalEmbeddingEngine,
  type LocalEmbeddingEngineOptions,
} from './lib/local-embeddings/local-embedding-engine.ts'
export {
  createLocalModerationEngine,
  type LocalModerationEngineOptions,
} from './lib/moderation/local-moderation-engine.ts'
export type { ModerationEngine, ModerationResult } from './lib/moderation/moderation-engine.ts'
export { createLocalMusicEngine, type LocalMusicEngineOptions } from './lib/music/local-music-engine.ts'
export type { MusicEngine, MusicRequest, Song } from './lib/music/music-engine.ts'
export type { EngineProgress, LongCallOptions } from './lib/progress.ts'
export { createLocalSpeechEngine, type LocalSpeechEngineOptions } from './lib/speech/local-speech-engine.ts'
export type {
  Speech,
  SpeechEngine,
  SpeechFormat,
  SpeechPiece,
  SpeechRequest,
  Voice,
} from './lib/speech/speech-engine.ts'
export {
  createLocalTranscriptionEngine,
  type LocalTranscriptionEngineOptions,
} from './lib/transcription/local-transcription-engine.ts'
export type {
  TranscribeOptions,
  Transcript,
  TranscriptionEngine,
  TranscriptionStream,
  TranscriptSegment,
  TranscriptWord,
} from './lib/transcription/transcription-engine.ts'
export { createUpstreamChatEngine, type UpstreamChatEngineOptions } from './lib/upstream/upstream-chat-engine.ts'
export type { UpstreamOptions } from './lib/upstream/upstream-client.ts'
export {
  createUpstreamEmbeddingEngine,
  type UpstreamEmbeddingEngineOptions,
} from './lib/upstream/upstream-embedding-engine.ts'
export { createUpstreamImageEngine, type UpstreamImageEngineOptions } from './lib/upstream/upstream-image-engine.ts'
export {
  createUpstreamSpeechEngine,
  type UpstreamSpeechEngineOptions,
} from './lib/upstream/upstream-speech-engine.ts'
export {
  createUpstreamTranscriptionEngine,
  type UpstreamTranscriptionEngineOptions,
} from './lib/upstream/upstream-transcription-engine.ts'
export { createLocalVideoEngine } from './lib/video/local-video-engine.ts'
export type { AspectRatio, Clip, VideoEngine, VideoRequest, VideoResolution } from './lib/video/video-engine.ts'
export { createLocalVisionEngine, type LocalVisionEngineOptions } from './lib/vision/local-vision-engine.ts'
export type { PictureBox, ReadText, SeenObject, VisionEngine } from './lib/vision/vision-engine.ts'
export {
  createTurnDetector,
  type TurnDetector,
  type TurnDetectorSettings,
  type TurnEvent,
} from './lib/voice-activity/turn-detector.ts'
