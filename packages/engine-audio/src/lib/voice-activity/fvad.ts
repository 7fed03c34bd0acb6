// @ts-expect-error: the package has no types.
import loadModule from '@echogarden/fvad-wasm'

/** The detector's functions as compiled from C; pointers are offsets into its memory. */
interface FvadModule {
  readonly HEAP16: Int16Array
  _malloc(bytes: number): number
  _fvad_new(): number
  _fvad_free(detector: number): void
  _fvad_set_mode(detector: number, mode: number): number
  _fvad_set_sample_rate(detector: number, sampleRate: number): number
  _fvad_process(detector: number, samples: number, length: number): number
}

/** Samples that are judged at once: 20 ms at 16 kHz. */
export const frameSamples = 320

/** How much it takes to be called speech: 0 lets much pass, 3 little. */
export type Strictness = 0 | 1 | 2 | 3

/** Judges one speaker's sound frame by frame. */
export interface FrameJudge {
  /** Whether a frame of {@link frameSamples} samples at 16 kHz holds speech. */
  isSpeech(frame: Int16Array): boolean
  setStrictness(strictness: Strictness): void
  free(): void
}

let loading: Promise<FvadModule> | undefined

/** Makes a detector of its own; all share one module of 100 kB. */
export async function createFrameJudge(strictness: Strictness): Promise<FrameJudge> {
  loading ??= loadModule() as Promise<FvadModule>
  const module = await loading
  const detector = module._fvad_new()
  const buffer = sharedBuffer(module)
  module._fvad_set_sample_rate(detector, 16_000)
  module._fvad_set_mode(detector, strictness)
  let isFreed = false
  return {
    isSpeech(frame) {
      if (isFreed) return false
      module.HEAP16.set(frame, buffer / 2)
      return module._fvad_process(detector, buffer, frame.length) === 1
    },
    setStrictness(next) {
      if (!isFreed) module._fvad_set_mode(detector, next)
    },
    free() {
      if (!isFreed) module._fvad_free(detector)
      isFreed = true
    },
  }
}

let bufferPointer: number | undefined

/** Frames are judged one after the other, so that one buffer serves all detectors. */
function sharedBuffer(module: FvadModule): number {
  bufferPointer ??= module._malloc(frameSamples * 2)
  return bufferPointer
}
