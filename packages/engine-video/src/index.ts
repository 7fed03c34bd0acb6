export {
  createLocalVideoEngine,
  type LocalVideoEngine,
  type LocalVideoEngineOptions,
} from './lib/local-video-engine.ts'
export type { LocalClip } from './lib/protocol.ts'
