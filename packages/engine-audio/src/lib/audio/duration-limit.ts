import { EngineInputError } from '@mira/engine'

/** @throws {EngineInputError} `too_long` when so many samples last longer than allowed. */
export function checkDuration(sampleCount: number, sampleRate: number, maxDurationSeconds: number): void {
  if (sampleCount <= maxDurationSeconds * sampleRate) return
  throw new EngineInputError(`The file's sound is longer than the limit of ${maxDurationSeconds} s`, 'file', {
    code: 'too_long',
  })
}
