export { generateApiKey } from './lib/accounts/api-keys.ts'
export type { ModelPrice, PriceList } from './lib/billing/price-list.ts'
export type { ControlOptions, EmulatorOptions } from './lib/emulator/emulator-options.ts'
export type { FaultMatch, FaultRule } from './lib/emulator/fault-book.ts'
export type {
  Capability,
  EndpointName,
  Fixture,
  FixtureAnswer,
  FixtureCall,
  FixtureError,
  FixtureFile,
  FixtureImage,
  FixtureJob,
  FixtureMatch,
  FixtureToolCall,
  FixtureTranscript,
  Pacing,
} from './lib/emulator/fixture.ts'
export type { JournalEntry, JournalEvent, JournalFilter, JournalOptions } from './lib/emulator/journal.ts'
export type { RecordOptions } from './lib/emulator/recording/target.ts'
export type { ReplayClock, ReplayOptions } from './lib/emulator/recording/timeline.ts'
export type { EngineSource, ServerEngines } from './lib/engines/server-engines.ts'
export type { Fault, FaultPlan, FaultRequest } from './lib/http/fault-plan.ts'
export type { ModerationOptions, ModerationVerdict, Moderator } from './lib/inference/moderator.ts'
export type { JobOptions } from './lib/jobs/job-options.ts'
export { type RunningWorker, startWorker } from './lib/jobs/start-worker.ts'
export type { Logger } from './lib/logger.ts'
export type { ServerOptions } from './lib/options.ts'
export type { ServerLimits } from './lib/server-limits.ts'
export type { CloseOptions, ControlAccess, RunningServer } from './lib/start-server.ts'
export { startServer } from './lib/start-server.ts'
export type { ErrorStyle } from './lib/wire/error-style.ts'
