import { MemoryFile } from './memory-file.ts'

/** Open file with its position. */
export interface OpenFile {
  readonly file: MemoryFile
  position: number
}

/** Descriptor of the only directory visible to the module; lower ones are the standard streams. */
export const rootDescriptor = 3

const openFlags = { create: 1, truncate: 8 } as const

/** In-memory files of a module and its open descriptors. */
export class FileTable {
  readonly #readFile: (path: string) => Uint8Array | undefined
  readonly #written = new Map<string, MemoryFile>()
  readonly #open = new Map<number, OpenFile>()
  #lastDescriptor = rootDescriptor

  /** @param readFile - Returns the content of a file that the module did not write, if it exists. */
  constructor(readFile: (path: string) => Uint8Array | undefined) {
    this.#readFile = readFile
  }

  /** Content of a file written by the module. */
  writtenFile(path: string): Uint8Array | undefined {
    return this.#written.get(path)?.content
  }

  get(descriptor: number): OpenFile | undefined {
    return this.#open.get(descriptor)
  }

  /** Opens a file and returns its descriptor; undefined if it does not exist. */
  open(path: string, flags: number): number | undefined {
    const file = this.#find(path, flags)
    if (!file) return undefined
    this.#open.set(++this.#lastDescriptor, { file, position: 0 })
    return this.#lastDescriptor
  }

  /** Returns whether the descriptor was open. */
  close(descriptor: number): boolean {
    return this.#open.delete(descriptor)
  }

  #find(path: string, flags: number): MemoryFile | undefined {
    if (flags & openFlags.create && (flags & openFlags.truncate || !this.#written.has(path))) {
      const file = new MemoryFile()
      this.#written.set(path, file)
      return file
    }
    const written = this.#written.get(path)
    if (written) return written
    const content = this.#readFile(path)
    return content && new MemoryFile(content)
  }
}
