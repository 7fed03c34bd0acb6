// @ts-expect-error: the package has no types.
import loadModule from '@echogarden/fvad-wasm'

/** Functions compiled from C; pointers are offsets into the module's memory. */
interface FvadModule {
  readonly HEAP16: Int16Array
  _malloc(bytes: number): number
  _fvad_new(): number
  _fvad_free(detector: number): void
  _fvad_set_mode(detector: number, mode: number): number
  _fvad_set_sample_rate(detector: number, sampleRate: number): number
  _fvad_process(detector: number, samples: number, length: number): number
}

/** Samples per frame: 20 ms at 16 kHz. */
export const frameSamples = 320

/** Strictness of speech detection, from 0 (permissive) to 3 (strict). */
export type Strictness = 0 | 1 | 2 | 3

/** Classifies the audio of one speaker frame by frame. */
export interface FrameJudge {
  /** Whether a frame of {@link frameSamples} samples at 16 kHz contains speech. */
  isSpeech(frame: Int16Array): boolean
  setStrictness(strictness: Strictness): void
  free(): void
}

let loading: Promise<FvadModule> | undefined

/** Creates a detector. All detectors share one module of 100 kB. */
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

/** Frames are processed sequentially, so one buffer serves all detectors. */
function sharedBuffer(module: FvadModule): number {
  bufferPointer ??= module._malloc(frameSamples * 2)
  return bufferPointer
}
