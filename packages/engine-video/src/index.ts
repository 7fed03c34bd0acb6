export { createLocalVideoEngine, type LocalVideoEngineOptions } from './lib/local-video-engine.ts'
