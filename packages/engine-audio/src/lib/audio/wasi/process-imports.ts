import { errno } from './errno.ts'
import type { ModuleMemory } from './module-memory.ts'

/** Thrown when the module exits. */
export class WasiExit extends Error {
  readonly code: number

  constructor(code: number) {
    super(`The module ended with code ${code}`)
    this.code = code
  }
}

/**
 * Creates the imports for arguments, environment, clock and exit.
 *
 * @param commandLine - Arguments, each terminated by a NUL byte.
 */
export function processImports(memory: ModuleMemory, commandLine: readonly Uint8Array[]): WebAssembly.ModuleImports {
  const writeSizes = (lengths: readonly number[], countPointer: number, sizePointer: number) => {
    const size = lengths.reduce((sum, length) => sum + length, 0)
    memory.view.setUint32(countPointer, lengths.length, true)
    memory.view.setUint32(sizePointer, size, true)
    return errno.ok
  }
  const lengths = commandLine.map((argument) => argument.length)
  return {
    args_sizes_get: (count: number, size: number) => writeSizes(lengths, count, size),
    args_get: (pointers: number, buffer: number) => {
      let offset = buffer
      for (const [index, argument] of commandLine.entries()) {
        memory.view.setUint32(pointers + 4 * index, offset, true)
        memory.bytes(offset, argument.length).set(argument)
        offset += argument.length
      }
      return errno.ok
    },
    environ_sizes_get: (count: number, size: number) => writeSizes([], count, size),
    environ_get: () => errno.ok,
    clock_time_get: (_clock: number, _precision: bigint, out: number) => {
      memory.view.setBigUint64(out, process.hrtime.bigint(), true)
      return errno.ok
    },
    proc_exit: (code: number) => {
      throw new WasiExit(code)
    },
  }
}
