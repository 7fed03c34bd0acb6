export { type ChatMembers, chat } from './lib/chat.ts'
export type {
  ChatChoice,
  ChatChunk,
  ChatCompletion,
  ChatCompletionFields,
  ChatCompletionParams,
  ChatDelta,
  ChatUsage,
  FinishReason,
  ToolCallDelta,
} from './lib/chat-completion.ts'
export type {
  AssistantMessage,
  BuiltInToolCall,
  ChatMessage,
  ChatMessageFields,
  ChatModel,
  ContentPart,
  FunctionToolCall,
  ImagePart,
  TextPart,
  ToolCall,
} from './lib/chat-message.ts'
export { collectChatCompletion } from './lib/collect-chat-completion.ts'
export { collectResponse } from './lib/collect-response.ts'
export { contentText, reasoningText } from './lib/content-text.ts'
export { createChatCompletion } from './lib/create-chat-completion.ts'
export { createEmbeddings } from './lib/create-embeddings.ts'
export type { CreateOptions } from './lib/create-or-collect.ts'
export { createResponse } from './lib/create-response.ts'
export type {
  Embedding,
  EmbeddingsFields,
  EmbeddingsOptions,
  EmbeddingsParams,
  EmbeddingsResult,
  EmbeddingsUsage,
} from './lib/embeddings.ts'
export { type ImagePartOptions, type ImageSource, imagePart } from './lib/image-part.ts'
export { listModels, type Model, type ModelList } from './lib/list-models.ts'
export { outputText } from './lib/output-text.ts'
export {
  type ParseFields,
  type ParseParams,
  type ParseResult,
  parseChatCompletion,
} from './lib/parse-chat-completion.ts'
export { isParseError, ParseError, type ParseErrorOptions, type ParseFailure } from './lib/parse-error.ts'
export {
  type ParsedResponse,
  type ParseResponseFields,
  type ParseResponseParams,
  parseResponse,
} from './lib/parse-response.ts'
export type { ParsedStream, PartialData } from './lib/parsed-stream.ts'
export {
  type RecordRunOptions,
  type RunOperation,
  type RunRecorder,
  recordRun,
} from './lib/record-run.ts'
export type {
  RecordedCall,
  RecordedCut,
  RecordedError,
  RecordedRound,
  RecordedRun,
} from './lib/recorded-run.ts'
export type {
  MiraResponse,
  ResponseFields,
  ResponseItem,
  ResponseParams,
  ResponsePart,
  ResponseUsage,
} from './lib/response.ts'
export type {
  OtherResponseEvent,
  ResponseAnnotationEvent,
  ResponseArgumentsDeltaEvent,
  ResponseArgumentsDoneEvent,
  ResponseEvent,
  ResponseItemEvent,
  ResponsePartDeltaEvent,
  ResponsePartEvent,
  ResponseReasoningDoneEvent,
  ResponseRefusalDoneEvent,
  ResponseStateEvent,
  ResponseSummaryDeltaEvent,
  ResponseSummaryDoneEvent,
  ResponseSummaryPartEvent,
  ResponseTextDeltaEvent,
  ResponseTextDoneEvent,
} from './lib/response-event.ts'
export { resumeResponse } from './lib/resume-response.ts'
export { runTools } from './lib/run-tools.ts'
export type {
  InferInput,
  InferOutput,
  JsonSchema,
  StandardSchema,
  ValidationIssue,
  ValidationResult,
} from './lib/standard-schema.ts'
export { type ChatStream, streamChatCompletion } from './lib/stream-chat-completion.ts'
export { type ParsedChatStream, streamParsedChatCompletion } from './lib/stream-parsed-chat-completion.ts'
export { type ParsedResponseStream, streamParsedResponse } from './lib/stream-parsed-response.ts'
export { type ResponseStream, streamResponse } from './lib/stream-response.ts'
export { streamTools } from './lib/stream-tools.ts'
export type { TextStream } from './lib/text-stream.ts'
export { type CheckedTool, defineTool, type Tool, type ToolContext, type UncheckedTool } from './lib/tool.ts'
export type { RunToolsFields, RunToolsParams, RunToolsResult, ToolOutcome } from './lib/tool-run.ts'
export type { ToolCallEvent, ToolResultEvent, ToolStream, ToolStreamItem } from './lib/tool-stream.ts'
export type { RequestedCall } from './lib/toolbox.ts'
