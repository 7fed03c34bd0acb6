export type { AudioChunk } from './lib/audio-input.ts'
export type { AudioFormats, SampleRates } from './lib/audio-settings.ts'
export type { RealtimeClientEvent, WireEvent } from './lib/client-event.ts'
export { connectRealtime } from './lib/connect-realtime.ts'
export type { ConversationItem, RealtimePart } from './lib/conversation-item.ts'
export { defineRealtimeTool, type ToolSchema, type TypedRealtimeTool } from './lib/define-realtime-tool.ts'
export { type PreflightOptions, preflightRealtime, type RealtimePreflight } from './lib/preflight-realtime.ts'
export { type RealtimeMembers, realtime } from './lib/realtime.ts'
export type {
  CanonicalEventType,
  ConnectionState,
  Interruption,
  RealtimeErrorDetail,
  RealtimeEvent,
  RealtimeEventAlias,
  RealtimeEventMap,
  RealtimeEventType,
  RealtimeResponse,
  SessionEnd,
} from './lib/server-event.ts'
export type { InterruptOptions, RealtimeSession } from './lib/session.ts'
export type {
  AudioFormat,
  InputTranscription,
  SessionFields,
  SessionInfo,
  SessionParams,
  TurnDetection,
} from './lib/session-config.ts'
export type { AudioOptions, Heartbeat, RealtimeOptions, ReconnectOptions } from './lib/settings.ts'
export type { RealtimeTool, RealtimeToolContext } from './lib/tool.ts'
export type { WaitForOptions } from './lib/wait-for-event.ts'
