export { createLocalChatEngine, type LocalChatEngineOptions } from './lib/local-chat/local-chat-engine.ts'
export {
  createLocalEmbeddingEngine,
  type LocalEmbeddingEngineOptions,
} from './lib/local-embeddings/local-embedding-engine.ts'
export {
  createLocalModerationEngine,
  type LocalModerationEngineOptions,
} from './lib/moderation/local-moderation-engine.ts'
