import { MemoryFile } from './memory-file.ts'

/** Options for {@link WasiHost}. */
export interface WasiHostOptions {
  /** Command line of a module with `_start`; the first element is the program name. */
  readonly arguments?: readonly string[] | undefined
  /** Returns the content of a file by its path without the leading slash, or undefined if it does not exist. */
  readonly readFile?: ((path: string) => Uint8Array | undefined) | undefined
}

interface OpenFile {
  readonly file: MemoryFile
  position: number
}

/** Thrown when the module exits. */
export class WasiExit extends Error {
  readonly code: number

  constructor(code: number) {
    super(`The module ended with code ${code}`)
    this.code = code
  }
}

/** Error numbers of WASI preview 1. */
const errno = { ok: 0, badFile: 8, noEntry: 44, notSupported: 52 } as const

/** Descriptor of the only directory visible to the module. */
const rootDescriptor = 3

const openFlags = { create: 1, truncate: 8 } as const

/**
 * Implements the parts of WASI preview 1 that the speech modules use, on in-memory files.
 *
 * Not `node:wasi`: with it, Flite crashed the process within 50 syntheses, and PocketSphinx whenever its memory grew.
 * Views of the module's memory are recreated on each call because growth detaches the old ones.
 */
export class WasiHost {
  readonly #arguments: readonly Uint8Array[]
  readonly #readFile: (path: string) => Uint8Array | undefined
  readonly #written = new Map<string, MemoryFile>()
  readonly #open = new Map<number, OpenFile>()
  #lastDescriptor = rootDescriptor
  #memory: WebAssembly.Memory | undefined

  constructor(options: WasiHostOptions = {}) {
    const encoder = new TextEncoder()
    this.#arguments = (options.arguments ?? []).map((argument) => encoder.encode(`${argument}\0`))
    this.#readFile = options.readFile ?? (() => undefined)
  }

  /** Starts a module: `_start` of a command, `_initialize` of a reactor. */
  start(module: WebAssembly.Module): WebAssembly.Exports {
    const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: this.#imports() })
    this.#memory = exports.memory as WebAssembly.Memory
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
    return this.#written.get(path)?.content
  }

  get #view(): DataView {
    return new DataView(this.#memory?.buffer ?? new ArrayBuffer(0))
  }

  #bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory?.buffer ?? new ArrayBuffer(0), pointer, length)
  }

  #imports(): WebAssembly.ModuleImports {
    const known: WebAssembly.ModuleImports = {
      ...this.#processImports(),
      ...this.#descriptorImports(),
      ...this.#dataImports(),
    }
    return new Proxy(known, { get: (target, name: string) => target[name] ?? (() => errno.notSupported) })
  }

  #processImports(): WebAssembly.ModuleImports {
    const sizes = (lengths: readonly number[], countPointer: number, sizePointer: number) => {
      this.#view.setUint32(countPointer, lengths.length, true)
      this.#view.setUint32(
        sizePointer,
        lengths.reduce((sum, length) => sum + length, 0),
        true,
      )
      return errno.ok
    }
    return {
      args_sizes_get: (count: number, size: number) =>
        sizes(
          this.#arguments.map((argument) => argument.length),
          count,
          size,
        ),
      args_get: (pointers: number, buffer: number) => {
        let offset = buffer
        for (const [index, argument] of this.#arguments.entries()) {
          this.#view.setUint32(pointers + 4 * index, offset, true)
          this.#bytes(offset, argument.length).set(argument)
          offset += argument.length
        }
        return errno.ok
      },
      environ_sizes_get: (count: number, size: number) => sizes([], count, size),
      environ_get: () => errno.ok,
      clock_time_get: (_clock: number, _precision: bigint, out: number) => {
        this.#view.setBigUint64(out, process.hrtime.bigint(), true)
        return errno.ok
      },
      proc_exit: (code: number) => {
        throw new WasiExit(code)
      },
    }
  }

  #descriptorImports(): WebAssembly.ModuleImports {
    return {
      fd_prestat_get: (descriptor: number, out: number) => {
        if (descriptor !== rootDescriptor) return errno.badFile
        this.#view.setUint32(out, 0, true)
        this.#view.setUint32(out + 4, 1, true)
        return errno.ok
      },
      fd_prestat_dir_name: (_descriptor: number, pointer: number) => {
        this.#bytes(pointer, 1)[0] = 0x2f
        return errno.ok
      },
      fd_fdstat_get: (descriptor: number, out: number) => {
        const view = this.#view
        this.#bytes(out, 24).fill(0)
        // WASI file types: 2 character device, 3 directory, 4 regular file.
        view.setUint8(out, descriptor === rootDescriptor ? 3 : descriptor < rootDescriptor ? 2 : 4)
        view.setBigUint64(out + 8, 0xffff_ffff_ffffn, true)
        view.setBigUint64(out + 16, 0xffff_ffff_ffffn, true)
        return errno.ok
      },
      fd_fdstat_set_flags: () => errno.ok,
      fd_filestat_get: (descriptor: number, out: number) => {
        const open = this.#open.get(descriptor)
        if (!open) return errno.badFile
        this.#bytes(out, 64).fill(0)
        this.#view.setUint8(out + 16, 4)
        this.#view.setBigUint64(out + 24, 1n, true)
        this.#view.setBigUint64(out + 32, BigInt(open.file.size), true)
        return errno.ok
      },
      fd_close: (descriptor: number) => (this.#open.delete(descriptor) ? errno.ok : errno.badFile),
      path_open: (...parameters: [number, number, number, number, number, bigint, bigint, number, number]) =>
        this.#openPath(
          new TextDecoder().decode(this.#bytes(parameters[2], parameters[3])),
          parameters[4],
          parameters[8],
        ),
    }
  }

  #openPath(path: string, flags: number, out: number): number {
    const file = this.#findFile(path, flags)
    if (!file) return errno.noEntry
    this.#open.set(++this.#lastDescriptor, { file, position: 0 })
    this.#view.setUint32(out, this.#lastDescriptor, true)
    return errno.ok
  }

  #findFile(path: string, flags: number): MemoryFile | undefined {
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

  #dataImports(): WebAssembly.ModuleImports {
    return {
      fd_read: (descriptor: number, vectors: number, count: number, out: number) => {
        const open = this.#open.get(descriptor)
        if (!open) return errno.badFile
        const start = open.position
        for (const target of this.#vectors(vectors, count)) {
          const length = open.file.read(open.position, target)
          open.position += length
          if (length < target.length) break
        }
        this.#view.setUint32(out, open.position - start, true)
        return errno.ok
      },
      fd_write: (descriptor: number, vectors: number, count: number, out: number) => {
        const open = this.#open.get(descriptor)
        // Output to stdout and stderr is discarded.
        if (!open && descriptor >= rootDescriptor) return errno.badFile
        let total = 0
        for (const data of this.#vectors(vectors, count)) {
          open?.file.write(open.position, data)
          if (open) open.position += data.length
          total += data.length
        }
        this.#view.setUint32(out, total, true)
        return errno.ok
      },
      fd_seek: (descriptor: number, offset: bigint, whence: number, out: number) => {
        const open = this.#open.get(descriptor)
        if (!open) return errno.badFile
        const base = whence === 0 ? 0 : whence === 1 ? open.position : open.file.size
        open.position = Math.max(0, base + Number(offset))
        this.#view.setBigUint64(out, BigInt(open.position), true)
        return errno.ok
      },
    }
  }

  #vectors(pointer: number, count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, index) => {
      const entry = pointer + 8 * index
      return this.#bytes(this.#view.getUint32(entry, true), this.#view.getUint32(entry + 4, true))
    })
  }
}
