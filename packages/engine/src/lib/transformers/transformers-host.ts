import { createWorkerHost, type WorkerHost } from '../worker/worker-host.ts'
import type { WorkerRunOptions } from '../worker/worker-options.ts'
import { workerUrl } from '../worker/worker-url.ts'
import { type ModelDirectory, openModelDirectory } from './model-directory.ts'
import type { TransformersEngineOptions } from './transformers-options.ts'
import type {
  TransformersDescription,
  TransformersPurpose,
  TransformersResults,
  TransformersTask,
  TransformersWorkerData,
} from './transformers-task.ts'

/** Model that was loaded into a process of its own. */
export interface OpenedModel {
  readonly directory: ModelDirectory
  readonly description: TransformersDescription
  /** Runs a task, which loads the model again if the process was idle. */
  run<Kind extends TransformersTask['kind']>(
    task: TransformersTask & { readonly kind: Kind },
    options?: Pick<WorkerRunOptions, 'signal' | 'caller'>,
  ): Promise<TransformersResults[Kind]>
  close(): Promise<void>
}

type TransformersHost = WorkerHost<TransformersTask, TransformersResults[TransformersTask['kind']]>

/** Time limit of a task, in milliseconds: many texts on a slow machine. */
const deadlineMs = 600_000
/** A model runs to the end of a text or image. Killing the process instead would load it again. */
const abortGraceMs = 30_000
const gibibyte = 2 ** 30

/**
 * Loads an ONNX model into a process that ends when idle.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files cannot be loaded.
 */
export async function openTransformersModel(
  purpose: TransformersPurpose,
  { modelPath, threads, worker }: TransformersEngineOptions,
): Promise<OpenedModel> {
  const directory = await openModelDirectory(modelPath)
  const host: TransformersHost = createWorkerHost({
    name: 'ONNX model',
    url: workerUrl(import.meta.url, './transformers-worker.ts', './transformers-worker.js'),
    workerData: { modelPath, threads, purpose } satisfies TransformersWorkerData,
    // Weights are copied into another layout, and a long text or large image needs another gigabyte.
    maxMemoryBytes: 3 * directory.size + 2 * gibibyte,
    deadlineMs,
    abortGraceMs,
    limits: worker,
  })
  try {
    const description = (await host.run({ kind: 'load' })) as TransformersDescription
    return {
      directory,
      description,
      // Each kind of task has its own result.
      run: (task, options) => host.run(task, options) as Promise<never>,
      close: () => host.close(),
    }
  } catch (error) {
    await host.close()
    throw error
  }
}
