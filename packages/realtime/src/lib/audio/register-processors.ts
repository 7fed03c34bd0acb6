import type { Capture } from './capture.ts'
import type { createResampler } from './create-resampler.ts'
import type { Playback } from './playback.ts'
import type { CaptureFormat, WorkletTools } from './worklet-types.ts'

/** Functions and classes that run in the audio thread; each is self-contained, because its source text is sent there. */
export interface WorkletParts {
  readonly createResampler: typeof createResampler
  readonly Capture: typeof Capture
  readonly Playback: typeof Playback
}

/** Global scope of an AudioWorklet. */
interface WorkletScope {
  readonly sampleRate: number
  readonly AudioWorkletProcessor: new () => { readonly port: MessagePort }
  registerProcessor(name: string, processor: new (options: ProcessorOptions) => object): void
}

interface ProcessorOptions {
  readonly processorOptions: CaptureFormat
}

/**
 * Registers the capture and playback processors in the audio thread.
 *
 * Its source text is sent there, so it must not reference anything outside the function, nor use syntax that bundlers
 * compile to helper calls, such as class fields.
 */
export function registerProcessors({ createResampler, Capture, Playback }: WorkletParts): void {
  const scope = globalThis as unknown as WorkletScope
  const tools: WorkletTools = {
    contextRate: scope.sampleRate,
    createResampler,
    loudness: (samples) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / (samples.length || 1)),
  }
  for (const [name, Processor] of Object.entries({ 'mira-capture': Capture, 'mira-playback': Playback })) {
    class Delegate extends scope.AudioWorkletProcessor {
      declare readonly processor: Capture | Playback

      constructor({ processorOptions }: ProcessorOptions) {
        super()
        Object.assign(this, { processor: new Processor(this.port, tools, processorOptions) })
      }

      process(inputs: Float32Array[][], outputs: Float32Array[][]): true {
        this.processor.process(inputs, outputs)
        return true
      }
    }
    scope.registerProcessor(name, Delegate)
  }
}
