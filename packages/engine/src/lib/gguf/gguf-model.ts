import type { LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp'
import { defaultThreads } from '../default-threads.ts'
import { EngineUnavailableError } from '../engine.ts'
import { leaveOutDirectories } from '../leave-out-directories.ts'
import type { GgufModelOptions } from './gguf-options.ts'
import { type LlamaModule, loadLlama, openLlama } from './load-llama.ts'

/** Loaded model with its only sequence, which responses use one at a time. */
export interface GgufModel {
  readonly module: LlamaModule
  readonly llama: Awaited<ReturnType<LlamaModule['getLlama']>>
  readonly model: LlamaModel
  readonly context: LlamaContext
  readonly sequence: LlamaContextSequence
}

const largestDefaultContext = 8_192

/**
 * Loads a GGUF file on the CPU.
 *
 * @throws {EngineUnavailableError} when node-llama-cpp is not installed or the file is no model.
 */
export async function loadGgufFile({
  modelPath,
}: GgufModelOptions): Promise<Pick<GgufModel, 'module' | 'llama' | 'model'>> {
  const module = await loadLlama()
  try {
    const llama = await openLlama(module)
    return { module, llama, model: await llama.loadModel({ modelPath }) }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const reason = leaveOutDirectories(message, [modelPath])
    throw new EngineUnavailableError(`The GGUF model could not be loaded: ${reason}`, { status: 503, cause })
  }
}

/** Loads a GGUF file with a context for chats. */
export async function openGgufModel(options: GgufModelOptions): Promise<GgufModel> {
  const loaded = await loadGgufFile(options)
  const context = await loaded.model.createContext({
    contextSize: options.contextSize ?? Math.min(loaded.model.trainContextSize, largestDefaultContext),
    threads: options.threads ?? defaultThreads(),
  })
  return { ...loaded, context, sequence: context.getSequence() }
}
