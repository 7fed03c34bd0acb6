import { importPeer } from '../import-peer.ts'

/** Module type of the optional peer dependency. */
export type LlamaModule = typeof import('node-llama-cpp')

/**
 * Imports the optional peer dependency node-llama-cpp, which runs GGUF files.
 *
 * @throws {EngineUnavailableError} with installation instructions when it is not installed.
 */
export async function loadLlama(load: () => Promise<unknown> = () => import('node-llama-cpp')): Promise<LlamaModule> {
  const use = 'A GGUF model runs through the package node-llama-cpp'
  // Typed here so that the package's declarations do not require the peer dependency.
  return (await importPeer(load, { name: 'node-llama-cpp', use })) as LlamaModule
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
