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
export type { BindingOptions, MaybeGetter } from './lib/bind-store.ts'
export { type Call, type CreateCallOptions, createCall } from './lib/create-call.ts'
export { type Chat, type CreateChatOptions, createChat } from './lib/create-chat.ts'
export { type CreateJobOptions, createJob, type Job } from './lib/create-job.ts'
export { type CreateResponseOptions, createResponse, type Response } from './lib/create-response.ts'
export { type CreateSpeechOptions, createSpeech, type Speech } from './lib/create-speech.ts'
export { type CreateTranscriptionOptions, createTranscription, type Transcription } from './lib/create-transcription.ts'
export { getMira, type MiraContextOptions, setMira } from './lib/mira-context.ts'
