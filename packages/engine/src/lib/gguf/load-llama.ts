import { EngineUnavailableError } from '../engine.ts'

/** Module type of the optional peer dependency. */
export type LlamaModule = typeof import('node-llama-cpp')

/**
 * Imports the optional peer dependency node-llama-cpp, which runs GGUF files.
 *
 * @throws {EngineUnavailableError} with installation instructions when it is not installed.
 */
export async function loadLlama(load: () => Promise<unknown> = () => import('node-llama-cpp')): Promise<LlamaModule> {
  try {
    // Typed here so that the package's declarations do not require the peer dependency.
    return (await load()) as LlamaModule
  } catch (cause) {
    const isAbsent = cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    const advice = isAbsent ? 'is not installed: add it with `npm install node-llama-cpp`' : 'could not be loaded'
    throw new EngineUnavailableError(`A GGUF model runs through the package node-llama-cpp, which ${advice}`, {
      code: isAbsent ? 'not_installed' : 'failed',
      status: 503,
      cause,
    })
  }
}

/**
 * Starts llama.cpp on the CPU, with the prebuilt binary from npm.
 *
 * @param module - Module loaded by {@link loadLlama}.
 */
export function openLlama(module: LlamaModule): ReturnType<LlamaModule['getLlama']> {
  // `build: 'never'`: a missing binary is an error instead of starting a compilation.
  return module.getLlama({ gpu: false, build: 'never', progressLogs: false, logLevel: module.LlamaLogLevel.error })
}
