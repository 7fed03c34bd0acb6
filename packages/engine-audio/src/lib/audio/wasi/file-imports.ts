import { errno } from './errno.ts'
import { type FileTable, rootDescriptor } from './file-table.ts'
import type { ModuleMemory } from './module-memory.ts'

/** Creates the imports that open, describe and close files. */
export function descriptorImports(memory: ModuleMemory, files: FileTable): WebAssembly.ModuleImports {
  return {
    fd_prestat_get: (descriptor: number, out: number) => {
      if (descriptor !== rootDescriptor) return errno.badFile
      memory.view.setUint32(out, 0, true)
      memory.view.setUint32(out + 4, 1, true)
      return errno.ok
    },
    fd_prestat_dir_name: (_descriptor: number, pointer: number) => {
      memory.bytes(pointer, 1)[0] = 0x2f
      return errno.ok
    },
    fd_fdstat_get: (descriptor: number, out: number) => {
      const view = memory.view
      memory.bytes(out, 24).fill(0)
      // WASI file types: 2 character device, 3 directory, 4 regular file.
      view.setUint8(out, descriptor === rootDescriptor ? 3 : descriptor < rootDescriptor ? 2 : 4)
      view.setBigUint64(out + 8, 0xffff_ffff_ffffn, true)
      view.setBigUint64(out + 16, 0xffff_ffff_ffffn, true)
      return errno.ok
    },
    fd_fdstat_set_flags: () => errno.ok,
    fd_filestat_get: (descriptor: number, out: number) => {
      const open = files.get(descriptor)
      if (!open) return errno.badFile
      memory.bytes(out, 64).fill(0)
      memory.view.setUint8(out + 16, 4)
      memory.view.setBigUint64(out + 24, 1n, true)
      memory.view.setBigUint64(out + 32, BigInt(open.file.size), true)
      return errno.ok
    },
    fd_close: (descriptor: number) => (files.close(descriptor) ? errno.ok : errno.badFile),
    path_open: (...parameters: [number, number, number, number, number, bigint, bigint, number, number]) => {
      const path = new TextDecoder().decode(memory.bytes(parameters[2], parameters[3]))
      const descriptor = files.open(path, parameters[4])
      if (descriptor === undefined) return errno.noEntry
      memory.view.setUint32(parameters[8], descriptor, true)
      return errno.ok
    },
  }
}

/** File descriptor of standard output. */
const standardOutput = 1

/** Creates the imports that read, write and seek. */
export function dataImports(
  memory: ModuleMemory,
  files: FileTable,
  onOutput: (data: Uint8Array) => void,
): WebAssembly.ModuleImports {
  return {
    fd_read: (descriptor: number, vectors: number, count: number, out: number) => {
      const open = files.get(descriptor)
      if (!open) return errno.badFile
      const start = open.position
      for (const target of memory.vectors(vectors, count)) {
        const length = open.file.read(open.position, target)
        open.position += length
        if (length < target.length) break
      }
      memory.view.setUint32(out, open.position - start, true)
      return errno.ok
    },
    fd_write: (descriptor: number, vectors: number, count: number, out: number) => {
      const open = files.get(descriptor)
      if (!open && descriptor >= rootDescriptor) return errno.badFile
      let total = 0
      for (const data of memory.vectors(vectors, count)) {
        open?.file.write(open.position, data)
        if (open) open.position += data.length
        else if (descriptor === standardOutput) onOutput(data)
        total += data.length
      }
      memory.view.setUint32(out, total, true)
      return errno.ok
    },
    fd_seek: (descriptor: number, offset: bigint, whence: number, out: number) => {
      const open = files.get(descriptor)
      if (!open) return errno.badFile
      const base = whence === 0 ? 0 : whence === 1 ? open.position : open.file.size
      open.position = Math.max(0, base + Number(offset))
      memory.view.setBigUint64(out, BigInt(open.position), true)
      return errno.ok
    },
  }
}
