export { createGgufChatEngine, type GgufChatEngineOptions } from './lib/gguf/gguf-chat-engine.ts'
