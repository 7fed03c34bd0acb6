// @ts-expect-error: the package has no types.
import loadModule from '@echogarden/fvad-wasm'
import type { FrameJudge } from './frame-turn-detector.ts'

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
const frameSamples = 320
/** Below −57 dB of full scale there is no speech, regardless of the noise. */
const minRms = 45

let loading: Promise<FvadModule> | undefined

/** Creates a judge by WebRTC's voice activity detection. All judges share one module of 100 kB. */
export async function createFrameJudge(): Promise<FrameJudge> {
  loading ??= loadModule() as Promise<FvadModule>
  const module = await loading
  const detector = module._fvad_new()
  const buffer = sharedBuffer(module)
  module._fvad_set_sample_rate(detector, 16_000)
  let isFreed = false
  return {
    frameSamples,
    lagSamples: 0,
    isSpeech(frame) {
      if (isFreed || rms(frame) < minRms) return false
      module.HEAP16.set(frame, buffer / 2)
      return module._fvad_process(detector, buffer, frame.length) === 1
    },
    setThreshold(threshold) {
      if (!isFreed) module._fvad_set_mode(detector, modeOf(threshold))
    },
    free() {
      if (!isFreed) module._fvad_free(detector)
      isFreed = true
    },
  }
}

function rms(frame: Int16Array): number {
  let sum = 0
  for (let index = 0; index < frame.length; index++) sum += frame[index]! ** 2
  return Math.sqrt(sum / frame.length)
}

/** Maps the threshold to the detector's modes, 0 (permissive) to 3 (strict); 2 works best for clear microphones. */
function modeOf(threshold: number): number {
  if (threshold < 0.25) return 0
  if (threshold < 0.5) return 1
  return threshold < 0.8 ? 2 : 3
}

let bufferPointer: number | undefined

/** Frames are processed sequentially, so one buffer serves all detectors. */
function sharedBuffer(module: FvadModule): number {
  bufferPointer ??= module._malloc(frameSamples * 2)
  return bufferPointer
}
