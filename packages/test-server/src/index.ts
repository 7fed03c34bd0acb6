export type { ChaosConnection } from './lib/chaos/chaos-connection.ts'
export { type ChaosProxy, type ChaosProxyOptions, startChaosProxy } from './lib/chaos/chaos-proxy.ts'
export type { ChaosRule, DirectionRule } from './lib/chaos/chaos-rule.ts'
export { countAbortListeners } from './lib/count-abort-listeners.ts'
export type { DeadlineOptions } from './lib/deadline.ts'
export { createGate, type Gate } from './lib/gate.ts'
export { type LeakCheck, leakCheck } from './lib/leak-check.ts'
export type { RecordedRequest } from './lib/recorded-request.ts'
export type {
  ChunkItem,
  Items,
  Reply,
  ReplyBody,
  ReplyFaults,
  ReplyFunction,
  ReplyHead,
  ReplyPacing,
  ReplyScript,
  SseFields,
  SseItem,
  SseOptions,
} from './lib/reply.ts'
export { bodyOf, everyByteOf, toBytes } from './lib/reply-body.ts'
export { retryAfterDate, retryAfterMs, retryAfterSeconds } from './lib/retry-after.ts'
export { startTestServer } from './lib/start-test-server.ts'
export type { Method, Routes, RoutesOf, TestServer } from './lib/test-server.ts'
export { encodeFrame, type FrameOptions } from './lib/websocket/frame.ts'
export type { MessagePattern } from './lib/websocket/message-pattern.ts'
export type { ReceivedMessage } from './lib/websocket/received-message.ts'
export type { CloseFrame, ScriptedSocket } from './lib/websocket/scripted-socket.ts'
export type {
  AcceptUpgrade,
  HandshakeOptions,
  RefuseUpgrade,
  WebSocketAnswer,
  WebSocketScript,
  WebSocketStep,
  WebSocketSteps,
} from './lib/websocket/web-socket-script.ts'
