export type { SherpaEngineOptions } from './lib/sherpa/sherpa-options.ts'
export {
  openSherpaPunctuationEngine,
  type SherpaPunctuationEngineOptions,
} from './lib/sherpa/sherpa-punctuation-engine.ts'
export { openSherpaSpeechEngine, type SherpaSpeechEngineOptions } from './lib/sherpa/sherpa-speech-engine.ts'
export {
  openSherpaTranscriptionEngine,
  type SherpaTranscriptionEngineOptions,
} from './lib/sherpa/sherpa-transcription-engine.ts'
export {
  openSherpaTurnDetectionEngine,
  type SherpaTurnDetectionEngineOptions,
} from './lib/sherpa/sherpa-turn-detection-engine.ts'
