export { createGgufChatEngine, type GgufChatEngineOptions } from './lib/gguf/gguf-chat-engine.ts'
export { type GgufEmbeddingEngineOptions, openGgufEmbeddingEngine } from './lib/gguf/gguf-embedding-engine.ts'
