import {
  EngineUnavailableError,
  type TurnDetectionEngine,
  type TurnDetector,
  type TurnDetectorSettings,
  type TurnEvent,
} from '@mira/engine'
import { ModelFiles, sizeOf, stemOf } from './model-files.ts'
import { readOnnxMetadata } from './onnx-metadata.ts'
import { openSherpaHost, type SherpaHost } from './sherpa-host.ts'
import { nameOfModel, type SherpaEngineOptions } from './sherpa-options.ts'
import type { SherpaResults } from './sherpa-task.ts'

/** Options for {@link openSherpaTurnDetectionEngine}. */
export type SherpaTurnDetectionEngineOptions = Omit<SherpaEngineOptions, 'threads'>

/** Time limit of a chunk of audio, in milliseconds; after an idle time it includes loading the model. */
const deadlineMs = 10_000

/**
 * Loads a model of voice activity into a process of its own, through the optional peer dependency `sherpa-onnx-node`:
 * Silero VAD, version 4 or 5. A chunk of 32 ms takes less than a millisecond.
 *
 * @throws {RangeError} in one sentence for files that are missing or damaged.
 * @throws {EngineUnavailableError} when the package is not installed or the model cannot be loaded.
 */
export async function openSherpaTurnDetectionEngine(
  options: SherpaTurnDetectionEngineOptions,
): Promise<TurnDetectionEngine> {
  const { origin, worker } = options
  const files = new ModelFiles(options.files)
  const graph = chooseGraph(files)
  await readOnnxMetadata(graph)
  const name = nameOfModel(options, stemOf(graph))
  const { host } = await openSherpaHost({
    name: 'turn detection model',
    loads: { kind: 'turn-detection', model: { config: { sileroVad: { model: graph } } } },
    threads: 1,
    bytes: await sizeOf([graph]),
    worker,
  })
  let isClosed = false
  let lastDetector = 0
  return {
    info: {
      name: 'sherpa-onnx',
      kind: 'neural',
      description: `The voice activity model ${name}, run on this machine by sherpa-onnx`,
      ...(origin === undefined ? {} : { origin }),
    },
    async createDetector(settings = {}) {
      if (isClosed) {
        throw new EngineUnavailableError('The turn detection model is closed', { code: 'closed', status: 503 })
      }
      lastDetector += 1
      return new SherpaTurnDetector(host, lastDetector, settings)
    },
    async close() {
      isClosed = true
      await host.close()
    },
  }
}

/** Chooses the graph of the model among the files. */
function chooseGraph({ graphs }: ModelFiles): string {
  const [graph, ...others] = graphs
  if (graph === undefined) {
    throw new RangeError('turn detection runs ONNX models; there is no .onnx file among the files')
  }
  if (others.length > 0) {
    const names = graphs.map(stemOf).join(', ')
    throw new RangeError(`turn detection needs one model; there are ${names}: name the file`)
  }
  return graph
}

/** Detector whose model runs in another process. After an end of that process, it goes on with the next chunk. */
class SherpaTurnDetector implements TurnDetector {
  readonly #host: SherpaHost
  readonly #id: number
  #settings: TurnDetectorSettings
  #position = 0
  #isReset = false

  constructor(host: SherpaHost, id: number, settings: TurnDetectorSettings) {
    this.#host = host
    this.#id = id
    this.#settings = settings
  }

  async push(samples: Int16Array): Promise<readonly TurnEvent[]> {
    const task = {
      kind: 'detect',
      detector: this.#id,
      position: this.#position,
      samples,
      settings: this.#settings,
      isReset: this.#isReset,
    } as const
    this.#position += samples.length
    this.#isReset = false
    return (await this.#host.run(task, { deadlineMs, caller: String(this.#id) })) as SherpaResults['detect']
  }

  configure(settings: TurnDetectorSettings): void {
    this.#settings = settings
  }

  reset(): void {
    this.#isReset = true
  }

  close(): void {
    // A process that has ended has released its detectors, and a task would start another one.
    if (this.#host.stats().processes.length > 0) this.#host.run({ kind: 'release', id: this.#id }).catch(() => {})
  }
}
