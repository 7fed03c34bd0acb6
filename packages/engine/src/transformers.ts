export {
  openTransformersEmbeddingEngine,
  type TransformersEmbeddingEngineOptions,
} from './lib/transformers/transformers-embedding-engine.ts'
export {
  openTransformersModerationEngine,
  type TransformersModerationEngineOptions,
} from './lib/transformers/transformers-moderation-engine.ts'
export {
  openTransformersVisionEngine,
  type TransformersVisionEngineOptions,
} from './lib/transformers/transformers-vision-engine.ts'
