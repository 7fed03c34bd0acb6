export type { AudioDecoder, DecodeAudioOptions } from './lib/audio-decoder.ts'
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
  ModelOrigin,
} from './lib/engine.ts'
export { EngineInputError, EngineUnavailableError } from './lib/engine.ts'
export { EventQueue } from './lib/event-queue.ts'
export type {
  ImageEditRequest,
  ImageEngine,
  ImageQuality,
  ImageRequest,
  ImageSize,
  MadeImage,
} from './lib/image-engine.ts'
export type { ImageModerationEngine, ModerationEngine, ModerationResult } from './lib/moderation-engine.ts'
export type { MusicEngine, MusicRequest, Song } from './lib/music-engine.ts'
export type { EngineProgress, LongCallOptions } from './lib/progress.ts'
export type { PunctuationEngine } from './lib/punctuation-engine.ts'
export type {
  Speech,
  SpeechEngine,
  SpeechFormat,
  SpeechPiece,
  SpeechRequest,
  Voice,
} from './lib/speech-engine.ts'
export { speechMediaTypes } from './lib/speech-engine.ts'
export type {
  TranscribeOptions,
  Transcript,
  TranscriptionEngine,
  TranscriptionStream,
  TranscriptSegment,
  TranscriptWord,
} from './lib/transcription-engine.ts'
export type {
  TurnDetectionEngine,
  TurnDetector,
  TurnDetectorSettings,
  TurnEvent,
} from './lib/turn-detection-engine.ts'
export type { AspectRatio, Clip, VideoEngine, VideoRequest, VideoResolution } from './lib/video-engine.ts'
export type { BoundingBox, DetectedObject, RecognizedText, VisionEngine } from './lib/vision-engine.ts'
