import type { AudioFormat } from './session-config.ts'

/** Returns the bytes per millisecond of audio; `undefined` if the frame size varies (Opus). */
export function bytesPerMs(format: AudioFormat | undefined, sampleRate: number | undefined): number | undefined {
  if (format === undefined || format === 'pcm16') return ((sampleRate ?? 24_000) * 2) / 1_000
  if (format.startsWith('g711')) return (sampleRate ?? 8_000) / 1_000
  return undefined
}
