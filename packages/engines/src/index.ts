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
export type { Engine, EngineCallOptions, EngineInfo, EngineKind } from './lib/engine.ts'
export { EngineInputError, EngineUnavailableError } from './lib/engine.ts'
