import { EngineUnavailableError } from '../engine.ts'

/** The optional peer, as a module. */
export type LlamaModule = typeof import('node-llama-cpp')

/**
 * Imports node-llama-cpp, which runs GGUF files and is installed only by those who want that.
 *
 * @throws {EngineUnavailableError} that says what to install, when it is not there.
 */
export async function loadLlama(load: () => Promise<unknown> = () => import('node-llama-cpp')): Promise<LlamaModule> {
  try {
    // Typed here, so that the package's declarations do not need the peer.
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
