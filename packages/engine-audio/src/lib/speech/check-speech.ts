import { EngineInputError, type SpeechFormat, type SpeechRequest } from '@mira/engine'

/** Request with defaults applied for speed and sample rate. */
export interface SettledSpeech extends SpeechRequest {
  readonly speed: number
  readonly sampleRate: number
}

/** Sample rates supported by MPEG audio, from 16 to 48 kHz. */
const mp3SampleRates = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

/**
 * Checks speed and sample rate, and applies their defaults: the normal pace, and 24 kHz.
 *
 * @throws {EngineInputError} for values out of range.
 */
export function checkSpeech(request: SpeechRequest): SettledSpeech {
  const { format, sampleRate = 24_000, speed = 1 } = request
  if (!(speed >= 0.25 && speed <= 4)) throw new EngineInputError(`speed must be from 0.25 to 4, not ${speed}`, 'speed')
  checkSampleRate(sampleRate, format)
  return { ...request, sampleRate, speed }
}

function checkSampleRate(sampleRate: number, format: SpeechFormat): void {
  if (format === 'mp3' && !mp3SampleRates.includes(sampleRate))
    throw new EngineInputError(
      `sampleRate of mp3 must be one of ${mp3SampleRates.join(', ')}, not ${sampleRate}`,
      'sampleRate',
    )
  if (!Number.isInteger(sampleRate) || sampleRate < 8_000 || sampleRate > 48_000)
    throw new EngineInputError(`sampleRate must be from 8000 to 48000, not ${sampleRate}`, 'sampleRate')
}
