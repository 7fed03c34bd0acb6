export type {
  Engine,
  EngineCallOptions,
  EngineInfo,
  EngineInputCode,
  EngineInputErrorOptions,
  EngineKind,
  EngineUnavailableCode,
  EngineUnavailableErrorOptions,
} from './lib/engine.ts'
export { EngineInputError, EngineUnavailableError } from './lib/engine.ts'
export { EventQueue } from './lib/event-queue.ts'
export type { EngineProgress, LongCallOptions } from './lib/progress.ts'
