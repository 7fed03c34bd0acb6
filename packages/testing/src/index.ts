export { formatRequests } from './lib/format-requests.ts'
export type {
  MiraControl,
  RequestFilter,
  SeededKey,
  SeedKeyOptions,
  WaitForRequestsOptions,
} from './lib/mira-control.ts'
export { createMiraControl } from './lib/mira-control.ts'
export type { Mira, MiraVariable, StartMiraOptions } from './lib/start-mira.ts'
export { startMira } from './lib/start-mira.ts'
export type { MiraTest } from './lib/test-session.ts'
