import type { KernelConfig, TensorInfo, TensorRuntime, WasmBackend } from './tensor-types.ts'

/** CenterNet finds rows and columns by a remainder, the one operation that the WASM backend lacks. */
export function registerModKernel(tf: TensorRuntime): void {
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, backend }) => {
    const { a, b } = inputs
    const left = numbers(backend, a)
    const right = numbers(backend, b)
    const isLeftLonger = left.length >= right.length
    const output = backend.makeOutput(isLeftLonger ? a.shape : b.shape, a.dtype)
    const values = backend.typedArrayFromHeap(output)
    for (let index = 0; index < values.length; index++) {
      values[index] = floorMod(left[index % left.length] ?? 0, right[index % right.length] ?? 1)
    }
    return output
  }
  tf.registerKernel({ kernelName: 'Mod', backendName: 'wasm', kernelFunc })
}

function numbers(backend: WasmBackend, { dataId, dtype }: TensorInfo): ArrayLike<number> {
  const view = backend.readSync(dataId)
  return dtype === 'int32' ? new Int32Array(view.buffer, view.byteOffset, view.byteLength / 4) : view
}

/** The remainder takes the sign of the divisor, as TensorFlow's FloorMod does. */
function floorMod(value: number, divisor: number): number {
  const rest = value % divisor
  return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest
}
