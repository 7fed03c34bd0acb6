import type { createResampler } from './create-resampler.ts'

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

/** Format of the captured frames. */
export interface CaptureFormat {
  readonly sampleRate: number
  readonly frameMs: number
}

/** Functions and settings that the processors share in the audio thread. */
export interface WorkletTools {
  /** Sample rate of the audio context. */
  readonly contextRate: number
  readonly createResampler: typeof createResampler
  /** Returns the level of samples, from 0 to 1. */
  loudness(samples: Float32Array): number
}
