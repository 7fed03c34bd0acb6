// The types of `@energetic-ai/core` lead to `@tensorflow/tfjs-core`, which it packs but does not bring: these are the
// parts in use.

/** A block of numbers held by the runtime. */
export interface Tensor {
  readonly size: number
  data(): Promise<Float32Array>
  dispose(): void
}

/** A model that is ready to run. */
export interface GraphModel {
  execute(input: Tensor): Tensor | Tensor[]
}

/** What a model's files hold. */
export interface ModelArtifacts {
  readonly modelTopology: unknown
  readonly weightSpecs: unknown
  readonly weightData: ArrayBuffer
  readonly format: 'graph-model'
}

/** TensorFlow.js as `@energetic-ai/core` packs it: core, converter and the WASM backend in one file. */
export interface TensorRuntime {
  readonly image: { resizeBilinear(picture: Tensor, size: readonly [number, number]): Tensor }
  tensor4d(values: Float32Array, shape: readonly [number, number, number, number]): Tensor
  /** Frees every tensor made in `compute` but those it returns. */
  tidy<Result extends Tensor | readonly Tensor[]>(compute: () => Result): Result
  div(a: Tensor, b: number): Tensor
  sub(a: Tensor, b: number): Tensor
  concat(parts: readonly Tensor[], axis: number): Tensor
  setWasmPaths(folder: string): void
  setBackend(name: 'wasm'): Promise<boolean>
  loadGraphModel(handler: { load(): Promise<ModelArtifacts> }): Promise<GraphModel>
}
