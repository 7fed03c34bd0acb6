export type { NoCalls, WorkerCallHandler, WorkerCallOptions, WorkerCalls } from './lib/worker/calls.ts'
export { serveWorker, type WorkerContext } from './lib/worker/serve-worker.ts'
export { createWorkerHost, type WorkerHost } from './lib/worker/worker-host.ts'
export type { EngineWorkerOptions, WorkerHostOptions, WorkerRunOptions } from './lib/worker/worker-options.ts'

export type { WorkerHostStats, WorkerProcessStats, WorkerState } from './lib/worker/worker-stats.ts'
export { workerUrl } from './lib/worker/worker-url.ts'
