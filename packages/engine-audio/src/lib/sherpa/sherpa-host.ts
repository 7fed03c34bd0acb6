import { EngineUnavailableError } from '@mira/engine'
import { defaultThreads } from '@mira/engine/internal'
import { createWorkerHost, type EngineWorkerOptions, type WorkerHost, workerUrl } from '@mira/engine/worker'
import type { SherpaModel, SherpaResults, SherpaTask, SherpaWorkerData } from './sherpa-task.ts'
import { unusableModel } from './unusable-model.ts'

/** Host of the process that runs a model with sherpa-onnx. */
export type SherpaHost = WorkerHost<SherpaTask, SherpaResults[SherpaTask['kind']]>

/** Time limit of an utterance or sentence, in milliseconds; after an idle time it includes loading the model. */
const deadlineMs = 120_000
/** Time limit of the first load, in milliseconds: large files on a slow disk. */
const loadDeadlineMs = 600_000
/** An utterance cannot be interrupted. Killing the process instead would load the model again. */
const abortGraceMs = 5_000
const gibibyte = 2 ** 30

/** Options of {@link openSherpaHost}. */
export interface SherpaHostOptions {
  /** Display name of the process. */
  readonly name: string
  readonly loads: SherpaModel
  /** Number of threads. Defaults to half of the cores. */
  readonly threads: number | undefined
  /** Size of the model's files, in bytes. */
  readonly bytes: number
  readonly worker: EngineWorkerOptions | undefined
}

/**
 * Starts a process and loads a model into it. The process ends when idle, and the next task starts another one.
 *
 * @returns The host, and the number of speakers of a speech model.
 * @throws {EngineUnavailableError} in one sentence when sherpa-onnx-node is not installed or the model cannot be loaded.
 */
export async function openSherpaHost({
  name,
  loads,
  threads = defaultThreads(),
  bytes,
  worker,
}: SherpaHostOptions): Promise<{ readonly host: SherpaHost; readonly speakers: number }> {
  const host: SherpaHost = createWorkerHost({
    name,
    url: workerUrl(import.meta.url, './sherpa-worker.ts', './sherpa-worker.js'),
    workerData: { threads, loads } satisfies SherpaWorkerData,
    // Weights are copied, and rearranged for the processor.
    maxMemoryBytes: 3 * bytes + gibibyte,
    deadlineMs,
    abortGraceMs,
    limits: worker,
  })
  try {
    const { speakers } = (await host.run({ kind: 'load' }, { deadlineMs: loadDeadlineMs })) as SherpaResults['load']
    return { host, speakers }
  } catch (error) {
    await host.close()
    throw explain(error, loads)
  }
}

/**
 * The library ends its process when a model is not as it expects, and says why in its last output: `file.cc:Init:169
 * 'sample_rate' does not exist in the metadata`.
 */
function explain(error: unknown, { model }: SherpaModel): unknown {
  if (!(error instanceof EngineUnavailableError) || error.status !== 500) return error
  const cause = error.cause instanceof Error ? error.cause.message : ''
  const output = cause.split('last output:\n')[1]
  if (output === undefined) return error
  const line = output.trim().split('\n').at(-1) ?? ''
  return unusableModel(model, line.replace(/^\S+\.cc:\w+:\d+\s*/, '').replace(/^\s*what\(\):\s*/, ''), error)
}
