import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ChatEvent } from '../chat-engine.ts'
import { EngineUnavailableError } from '../engine.ts'
import { createWorkerHost, type WorkerHost } from '../worker/worker-host.ts'
import type { EngineWorkerOptions } from '../worker/worker-options.ts'
import { workerUrl } from '../worker/worker-url.ts'
import type { GgufModelOptions } from './gguf-options.ts'
import type { GgufResults, GgufTask } from './gguf-task.ts'

/** Host of the process that runs a GGUF model. */
export type GgufHost = WorkerHost<GgufTask, GgufResults[GgufTask['kind']], ChatEvent>

/** Time limit of one response, in milliseconds: a long one on a slow machine. */
const deadlineMs = 600_000
/** Generation stops between two batches of tokens. Killing the process instead would load the file again. */
const abortGraceMs = 5_000
const gibibyte = 2 ** 30

/**
 * Creates the host of a process that loads a GGUF file on its first task, and ends when idle.
 *
 * @throws {EngineUnavailableError} when the file cannot be read.
 */
export async function createGgufHost(
  { modelPath, contextSize, threads }: GgufModelOptions,
  worker: EngineWorkerOptions | undefined,
): Promise<GgufHost> {
  const { size } = await stat(modelPath).catch((cause: unknown) => {
    throw new EngineUnavailableError(`The GGUF model could not be loaded: ${basename(modelPath)} cannot be read`, {
      status: 503,
      cause,
    })
  })
  return createWorkerHost({
    name: 'GGUF model',
    url: workerUrl(import.meta.url, './gguf-worker.ts', './gguf-worker.js'),
    workerData: { modelPath, contextSize, threads } satisfies GgufModelOptions,
    // The file is mapped into memory, and a context of 8,192 tokens needs up to a gigabyte beside it.
    maxMemoryBytes: 2 * size + 2 * gibibyte,
    deadlineMs,
    abortGraceMs,
    limits: worker,
  })
}
