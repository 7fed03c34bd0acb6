// The types of `@energetic-ai/core` refer to `@tensorflow/tfjs-core`, which it bundles but does not depend on. These
// are the parts in use.

/** Tensor held by the runtime. */
export interface Tensor {
  readonly size: number
  data(): Promise<Float32Array>
  dispose(): void
}

/** Loaded model. */
export interface GraphModel {
  execute(input: Tensor): Tensor | Tensor[]
}

/** Content of a model's files. */
export interface ModelArtifacts {
  readonly modelTopology: unknown
  readonly weightSpecs: unknown
  readonly weightData: ArrayBuffer
  readonly format: 'graph-model'
}

/** TensorFlow.js as bundled by `@energetic-ai/core`: core, converter and the WASM backend in one file. */
export interface TensorRuntime {
  readonly image: { resizeBilinear(image: Tensor, size: readonly [number, number]): Tensor }
  tensor4d(values: Float32Array, shape: readonly [number, number, number, number]): Tensor
  /** Frees all tensors created in `compute` except those it returns. */
  tidy<Result extends Tensor | readonly Tensor[]>(compute: () => Result): Result
  div(a: Tensor, b: number): Tensor
  sub(a: Tensor, b: number): Tensor
  concat(parts: readonly Tensor[], axis: number): Tensor
  setWasmPaths(folder: string): void
  setBackend(name: 'wasm'): Promise<boolean>
  loadGraphModel(handler: { load(): Promise<ModelArtifacts> }): Promise<GraphModel>
}
