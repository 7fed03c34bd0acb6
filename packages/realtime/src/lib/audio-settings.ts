import { toRecord } from '@mira/core/internal'
import type { AudioFormat } from './session-config.ts'

/** Sample rates of a session, in samples per second. */
export interface SampleRates {
  readonly input: number
  readonly output: number
}

/** Audio formats of a session. */
export interface AudioFormats {
  readonly input: AudioFormat
  readonly output: AudioFormat
}

/** Audio settings of one direction, as far as known. */
export interface AudioDirection {
  readonly format?: AudioFormat | undefined
  readonly rate?: number | undefined
}

/** Names of the newer form, and the documented ones. */
const formatNames: Readonly<Record<string, AudioFormat>> = {
  'audio/pcm': 'pcm16',
  'audio/pcmu': 'g711_ulaw',
  'audio/pcma': 'g711_alaw',
}

/**
 * Reads the settings of one direction from the session of an event, in the documented form or in OpenAI's newer one.
 * Absent and null fields are unknown.
 */
export function readAudioDirection(session: unknown, direction: 'input' | 'output'): AudioDirection {
  const fields = toRecord(session)
  const newer = toRecord(toRecord(toRecord(fields.audio)[direction]).format)
  const type = fields[`${direction}_audio_format`] ?? newer.type
  const rate = fields[`${direction}_sample_rate`] ?? newer.rate
  return {
    ...(typeof type === 'string' && { format: formatNames[type] ?? type }),
    ...(typeof rate === 'number' && rate > 0 && { rate }),
  }
}

/** Returns the bytes per millisecond of audio; `undefined` if the frame size varies (Opus). */
export function bytesPerMs({ format = 'pcm16', rate }: AudioDirection): number | undefined {
  if (format === 'pcm16') return ((rate ?? 24_000) * 2) / 1_000
  return format.startsWith('g711') ? (rate ?? 8_000) / 1_000 : undefined
}

/** Returns the sample rate, which defaults to that of the format. */
export const sampleRateOf = ({ format = 'pcm16', rate }: AudioDirection): number =>
  rate ?? (format.startsWith('g711') ? 8_000 : 24_000)
