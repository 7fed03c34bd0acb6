import type { Resampler } from './create-resampler.ts'

/** Message from the capture processor. */
export interface CapturedFrame {
  /** Samples at the requested rate. */
  readonly samples: Int16Array
  /** Level from 0 to 1. */
  readonly level: number
}

/** Message to the playback processor. */
export type PlaybackCommand =
  | { readonly type: 'start'; readonly sampleRate: number; readonly bufferMs: number }
  | { readonly type: 'write'; readonly itemId: string; readonly samples: Int16Array }
  /** Stops playback immediately. */
  | { readonly type: 'stop' }

/** Message from the playback processor, every 10 ms during playback and on each change. */
export interface PlaybackReport {
  readonly itemId: string | undefined
  /** Rendered samples of the item, at the sample rate they were written with. */
  readonly playedSamples: number
  readonly level: number
  /** Queued samples. */
  readonly waiting: number
  readonly isPlaying: boolean
}

interface Processor {
  readonly port: MessagePort
}

type Process = (inputs: Float32Array[][], outputs: Float32Array[][]) => boolean

/** Global scope of an AudioWorklet. */
interface WorkletScope {
  readonly sampleRate: number
  readonly AudioWorkletProcessor: new () => Processor
  registerProcessor(name: string, processor: new (options: ProcessorOptions) => Processor): void
}

interface ProcessorOptions {
  readonly processorOptions: { readonly sampleRate: number; readonly frameMs: number }
}

/**
 * Registers the capture and playback processors in the audio thread.
 *
 * Its source text is sent there, so it must not reference anything outside the function, nor use syntax that bundlers
 * compile to helper calls, such as class fields.
 */
export function registerProcessors(createResampler: (from: number, to: number) => Resampler): void {
  const scope = globalThis as unknown as WorkletScope
  const contextRate = scope.sampleRate
  const loudness = (samples: Float32Array): number =>
    Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / (samples.length || 1))

  function capture(port: MessagePort, { sampleRate, frameMs }: ProcessorOptions['processorOptions']): Process {
    const resample = createResampler(contextRate, sampleRate)
    const frame = new Int16Array((sampleRate * frameMs) / 1_000)
    let length = 0
    let level = 0
    return ([channels]) => {
      const samples = channels?.[0]
      if (!samples) return true
      level = Math.max(level, loudness(samples))
      for (const sample of resample(samples)) {
        frame[length] = Math.max(-1, Math.min(1, sample)) * 32_767
        length += 1
        if (length < frame.length) continue
        port.postMessage({ samples: frame.slice(), level })
        length = 0
        level = 0
      }
      return true
    }
  }

  function play(port: MessagePort): Process {
    // 5 ms fade-out: audio that stops abruptly clicks.
    const fadeSamples = contextRate / 200
    const reportSamples = contextRate / 100
    let queue: { itemId: string; samples: Float32Array }[] = []
    let offset = 0
    let waiting = 0
    let resample: Resampler = (samples) => samples
    let ratio = 1
    // Samples to buffer before playback starts, to absorb network jitter.
    let bufferSamples = 0
    let idleSamples = 0
    let isPlaying = false
    let itemId: string | undefined
    let played = 0
    let sinceReport = 0
    let level = 0
    let last = 0
    let fadeFrom = 0
    let fadeLeft = 0

    const report = (): void => {
      const playedSamples = Math.round(played * ratio)
      port.postMessage({ itemId, playedSamples, level, waiting: Math.round(waiting * ratio), isPlaying })
      sinceReport = 0
      level = 0
    }
    const write = (id: string, samples: Int16Array): void => {
      const converted = resample(Float32Array.from(samples, (sample) => sample / 32_768))
      if (converted.length === 0) return
      queue.push({ itemId: id, samples: converted })
      waiting += converted.length
      idleSamples = 0
    }
    const stop = (): void => {
      if (isPlaying) {
        fadeFrom = last
        fadeLeft = fadeSamples
      }
      queue = []
      offset = 0
      waiting = 0
      isPlaying = false
      report()
    }
    const next = (): number => {
      if (fadeLeft > 0) {
        fadeLeft -= 1
        return (fadeFrom * fadeLeft) / fadeSamples
      }
      const piece = isPlaying ? queue[0] : undefined
      if (!piece) return 0
      if (piece.itemId !== itemId) {
        itemId = piece.itemId
        played = 0
      }
      last = piece.samples[offset] as number
      offset += 1
      played += 1
      waiting -= 1
      if (offset >= piece.samples.length) {
        queue.shift()
        offset = 0
      }
      return last
    }

    port.onmessage = ({ data }: MessageEvent<PlaybackCommand>) => {
      if (data.type === 'write') write(data.itemId, data.samples)
      else if (data.type === 'stop') stop()
      else {
        resample = createResampler(data.sampleRate, contextRate)
        ratio = data.sampleRate / contextRate
        bufferSamples = (data.bufferMs * contextRate) / 1_000
      }
    }

    return (_inputs, [channels]) => {
      const output = channels?.[0]
      if (!output) return true
      // Audio too short to fill the buffer is played once no more arrives.
      idleSamples += output.length
      const isReady = waiting >= bufferSamples || idleSamples > bufferSamples * 2
      if (isReady && waiting > 0) isPlaying = true
      for (let index = 0; index < output.length; index += 1) output[index] = next()
      for (const other of channels?.slice(1) ?? []) other.set(output)
      level = Math.max(level, loudness(output))
      sinceReport += output.length
      const hasEnded = isPlaying && waiting === 0
      if (hasEnded) isPlaying = false
      if (hasEnded || (isPlaying && sinceReport >= reportSamples)) report()
      return true
    }
  }

  const processors: Readonly<Record<string, (port: MessagePort, options: ProcessorOptions) => Process>> = {
    'mira-capture': (port, { processorOptions }) => capture(port, processorOptions),
    'mira-playback': play,
  }
  for (const [name, create] of Object.entries(processors)) {
    class Delegate extends scope.AudioWorkletProcessor {
      declare readonly run: Process

      constructor(options: ProcessorOptions) {
        super()
        Object.assign(this, { run: create(this.port, options) })
      }

      process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
        return this.run(inputs, outputs)
      }
    }
    scope.registerProcessor(name, Delegate)
  }
}
