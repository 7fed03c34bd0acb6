import type { TurnDetector } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { createTurnDetector } from '../engines/audio-tools.ts'
import { createLoudnessDetector } from './loudness-detector.ts'

/** Creates the turn detector of the audio engines; where they are not installed, one that measures loudness. */
export async function createEmulatedDetector(): Promise<TurnDetector> {
  try {
    return await createTurnDetector()
  } catch (error) {
    if (error instanceof ApiError && error.code === 'engine_missing') return createLoudnessDetector()
    throw error
  }
}
