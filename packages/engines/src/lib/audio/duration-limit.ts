import { EngineInputError } from '../engine.ts'

/** @throws {EngineInputError} when so many samples last longer than allowed. */
export function checkDuration(sampleCount: number, sampleRate: number, maxDurationSeconds: number): void {
  if (sampleCount <= maxDurationSeconds * sampleRate) return
  throw new EngineInputError(`The sound lasts over ${maxDurationSeconds} s, which is the limit`, 'file')
}
