export type {
  CallLatencies,
  CallLevels,
  CallStore,
  Caption,
  ChatStore,
  InputDevice,
  JobStore,
  ResponseStore,
  SpeechStore,
  StateStorage,
  Store,
  TranscriptionStore,
  UiMessage,
  UiPart,
  UiToolPart,
} from '@mira/ui-core'
export {
  createCallStore,
  createChatStore,
  createJobStore,
  createResponseStore,
  createSpeechStore,
  createTranscriptionStore,
  webStorage,
} from '@mira/ui-core'
export { createMira, type MiraPluginOptions } from './lib/create-mira.ts'
export { type UseCallOptions, type UseCallResult, useCall } from './lib/use-call.ts'
export { type UseChatOptions, type UseChatResult, useChat } from './lib/use-chat.ts'
export { type UseJobOptions, type UseJobResult, useJob } from './lib/use-job.ts'
export { useMira } from './lib/use-mira.ts'
export type { ComposableOptions } from './lib/use-own-store.ts'
export { type UseResponseOptions, type UseResponseResult, useResponse } from './lib/use-response.ts'
export { type UseSpeechOptions, type UseSpeechResult, useSpeech } from './lib/use-speech.ts'
export { type StateRefs, useStore } from './lib/use-store.ts'
export { type UseTranscriptionOptions, type UseTranscriptionResult, useTranscription } from './lib/use-transcription.ts'
