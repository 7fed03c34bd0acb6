export type {
  CallDevices,
  InputDevice,
  OpenSinkOptions,
  OpenSourceOptions,
} from './lib/call-devices.ts'
export type { CallLatencies } from './lib/call-latencies.ts'
export type { CallLevels } from './lib/call-levels.ts'
export type { CallStoreOptions } from './lib/call-store-options.ts'
export type { CallStoreState } from './lib/call-store-state.ts'
export type { Caption } from './lib/captions.ts'
export type { ChatStoreOptions } from './lib/chat-store-options.ts'
export { type CallStore, createCallStore } from './lib/create-call-store.ts'
export { type ChatStore, type ChatStoreState, createChatStore } from './lib/create-chat-store.ts'
export {
  createJobStore,
  type JobKinds,
  type JobStore,
  type JobStoreOptions,
  type JobStoreState,
} from './lib/create-job-store.ts'
export {
  createResponseStore,
  type ResponseStore,
  type ResponseStoreOptions,
  type ResponseStoreState,
} from './lib/create-response-store.ts'
export {
  createSpeechStore,
  type SpeechStore,
  type SpeechStoreOptions,
  type SpeechStoreState,
} from './lib/create-speech-store.ts'
export {
  createTranscriptionStore,
  type TranscriptionStore,
  type TranscriptionStoreOptions,
  type TranscriptionStoreState,
} from './lib/create-transcription-store.ts'
export type { StateStorage } from './lib/state-storage.ts'
export type { LiveStore, Store } from './lib/store.ts'
export {
  toUiMessages,
  type UiContentPart,
  type UiMessage,
  type UiPart,
  type UiReasoningPart,
  type UiTextPart,
  type UiToolPart,
} from './lib/ui-message.ts'
export { type WebStorageOptions, webStorage } from './lib/web-storage.ts'
