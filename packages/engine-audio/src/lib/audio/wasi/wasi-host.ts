import { errno } from './errno.ts'
import { dataImports, descriptorImports } from './file-imports.ts'
import { FileTable } from './file-table.ts'
import { ModuleMemory } from './module-memory.ts'
import { processImports, WasiExit } from './process-imports.ts'

/** Options for {@link WasiHost}. */
export interface WasiHostOptions {
  /** Command line of a module with `_start`; the first element is the program name. */
  readonly arguments?: readonly string[] | undefined
  /** Returns the content of a file by its path without the leading slash, or undefined if it does not exist. */
  readonly readFile?: ((path: string) => Uint8Array | undefined) | undefined
  /**
   * Receives standard output: a view, valid during the call.
   *
   * @defaultValue Output is discarded.
   */
  readonly onOutput?: ((data: Uint8Array) => void) | undefined
}

/**
 * Implements the parts of WASI preview 1 that the speech modules use, on in-memory files.
 *
 * Not `node:wasi`: with it, Flite crashed the process within 50 syntheses, and PocketSphinx whenever its memory grew.
 */
export class WasiHost {
  readonly #memory = new ModuleMemory()
  readonly #files: FileTable
  readonly #arguments: readonly Uint8Array[]
  readonly #onOutput: (data: Uint8Array) => void

  constructor(options: WasiHostOptions = {}) {
    const encoder = new TextEncoder()
    this.#arguments = (options.arguments ?? []).map((argument) => encoder.encode(`${argument}\0`))
    this.#files = new FileTable(options.readFile ?? (() => undefined))
    this.#onOutput = options.onOutput ?? (() => {})
  }

  /** Starts a module: `_start` of a command, `_initialize` of a reactor. */
  start(module: WebAssembly.Module): WebAssembly.Exports {
    const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: this.#imports() })
    this.#memory.exported = exports.memory as WebAssembly.Memory
    const main = (exports._start ?? exports._initialize) as (() => void) | undefined
    try {
      main?.()
    } catch (error) {
      if (!(error instanceof WasiExit) || error.code !== 0) throw error
    }
    return exports
  }

  /** Content of a file written by the module. */
  writtenFile(path: string): Uint8Array | undefined {
    return this.#files.writtenFile(path)
  }

  #imports(): WebAssembly.ModuleImports {
    const implemented: WebAssembly.ModuleImports = {
      ...processImports(this.#memory, this.#arguments),
      ...descriptorImports(this.#memory, this.#files),
      ...dataImports(this.#memory, this.#files, this.#onOutput),
    }
    return new Proxy(implemented, { get: (target, name: string) => target[name] ?? (() => errno.notSupported) })
  }
}
