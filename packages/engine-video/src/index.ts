export { createLocalVideoEngine } from './lib/local-video-engine.ts'
