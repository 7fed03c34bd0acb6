export {
  createLocalImageModerationEngine,
  type LocalImageModerationEngineOptions,
} from './lib/image-moderation/local-image-moderation-engine.ts'
export { createLocalImageEngine, type LocalImageEngineOptions } from './lib/images/local-image-engine.ts'
export { createLocalVisionEngine, type LocalVisionEngineOptions } from './lib/vision/local-vision-engine.ts'
