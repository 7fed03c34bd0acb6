import { EngineUnavailableError } from './engine.ts'

/** Optional peer dependency of an engine. */
export interface Peer {
  /** Name of the package. */
  readonly name: string
  /** Start of the error's sentence, which names the package: `A GGUF model runs through the package node-llama-cpp`. */
  readonly use: string
  /** End of that sentence for a package that is installed and fails. Defaults to `could not be loaded`. */
  readonly failure?: string | undefined
}

/**
 * Imports an optional peer dependency.
 *
 * @throws {EngineUnavailableError} `not_installed` with installation instructions, or `failed`.
 */
export async function importPeer(
  load: () => Promise<unknown>,
  { name, use, failure = 'could not be loaded' }: Peer,
): Promise<unknown> {
  try {
    return await load()
  } catch (cause) {
    const isAbsent = cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    const advice = isAbsent ? `is not installed: add it with \`npm install ${name}\`` : failure
    const code = isAbsent ? 'not_installed' : 'failed'
    throw new EngineUnavailableError(`${use}, which ${advice}`, { code, status: 503, cause })
  }
}
