/** Memory of a WASM module. Views are recreated on each access, because growth detaches the old ones. */
export class ModuleMemory {
  /** Memory exported by the module, once it is instantiated. */
  exported: WebAssembly.Memory | undefined

  get view(): DataView {
    return new DataView(this.#buffer)
  }

  bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, pointer, length)
  }

  /** Returns the buffers of an array of `iovec` or `ciovec` (WASI preview 1). */
  vectors(pointer: number, count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, index) => {
      const entry = pointer + 8 * index
      return this.bytes(this.view.getUint32(entry, true), this.view.getUint32(entry + 4, true))
    })
  }

  get #buffer(): ArrayBuffer {
    return (this.exported?.buffer as ArrayBuffer | undefined) ?? new ArrayBuffer(0)
  }
}
