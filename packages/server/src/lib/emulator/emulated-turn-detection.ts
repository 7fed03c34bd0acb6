import type { TurnDetectionEngine } from '@mira/engine'
import { createEngineSlot, type EngineSlot } from '../inference/engines.ts'
import { createLoudnessDetector } from './loudness-detector.ts'

/** Returns the engine of a server; if its package is not installed, one that measures loudness. */
export function emulateTurnDetection(slot: EngineSlot<TurnDetectionEngine>): EngineSlot<TurnDetectionEngine> {
  return slot.hint === undefined ? slot : createEngineSlot('turnDetection', loudnessEngine)
}

const loudnessEngine: TurnDetectionEngine = {
  info: {
    name: 'loudness',
    kind: 'rules',
    description: 'Takes every sound for speech: enough for tests, whose audio is silence or not',
  },
  createDetector: async (settings = {}) => createLoudnessDetector(settings),
  async close() {},
}
