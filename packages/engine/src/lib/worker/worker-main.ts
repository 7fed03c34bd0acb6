import { Worker } from 'node:worker_threads'
import { toErrorRecord } from './error-record.ts'
import type { WorkerMessage } from './protocol.ts'
import { workerUrl } from './worker-url.ts'

// Main module of a worker process: starts the watchdog, then loads the module that serves the tasks.

const [moduleUrl, maxMemoryBytes] = process.argv.slice(2) as [string, string]

new Worker(workerUrl(import.meta.url, './worker-watchdog.ts', './worker-watchdog.js'), {
  workerData: { maxMemoryBytes: Number(maxMemoryBytes) },
  resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
}).unref()

process.on('disconnect', () => process.exit())

// Ctrl+C in a terminal or a service manager signals the whole process group. The host decides when this process ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

import(moduleUrl).catch((error: unknown) => {
  const message: WorkerMessage = { kind: 'start_error', error: toErrorRecord(error) }
  process.send?.(message, () => process.exit(1))
})
