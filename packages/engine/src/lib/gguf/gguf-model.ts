import type { LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp'
import { EngineUnavailableError } from '../engine.ts'
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

/** Loads a GGUF file on the CPU, with the prebuilt binary from npm. */
export async function loadGgufModel(options: GgufModelOptions): Promise<GgufModel> {
  const module = await loadLlama(options.loadLlama)
  try {
    const llama = await openLlama(module)
    const model = await llama.loadModel({ modelPath: options.modelPath })
    const context = await model.createContext({
      contextSize: options.contextSize ?? Math.min(model.trainContextSize, largestDefaultContext),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    })
    return { module, llama, model, context, sequence: context.getSequence() }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineUnavailableError(`The GGUF model could not be loaded: ${reason}`, { status: 503, cause })
  }
}
