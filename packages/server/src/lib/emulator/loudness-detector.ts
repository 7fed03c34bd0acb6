import type { TurnDetector, TurnDetectorSettings, TurnEvent } from '@mira/engine'

const samplesPerMs = 16
const frameSamples = 20 * samplesPerMs

/** Mean amplitude of a frame that counts as speech. */
const speechAmplitude = 500

/** Creates a turn detector that takes every sound for speech: enough for tests, whose audio is silence or not. */
export function createLoudnessDetector(initial: TurnDetectorSettings = {}): TurnDetector {
  let settings = initial
  let isSpeaking = false
  let position = 0
  let silentSamples = 0
  let sum = 0
  let counted = 0

  function endFrame(): TurnEvent[] {
    const isLoud = sum / counted > speechAmplitude
    sum = 0
    counted = 0
    silentSamples = isLoud ? 0 : silentSamples + frameSamples
    if (isLoud && !isSpeaking) {
      isSpeaking = true
      const padding = (settings.prefixPaddingMs ?? 300) * samplesPerMs
      return [{ type: 'start', at: Math.max(0, position - frameSamples - padding) }]
    }
    if (!isSpeaking || silentSamples < (settings.silenceDurationMs ?? 500) * samplesPerMs) return []
    isSpeaking = false
    return [{ type: 'stop', at: position }]
  }

  return {
    push(samples) {
      const events: TurnEvent[] = []
      for (const sample of samples) {
        sum += Math.abs(sample)
        counted += 1
        position += 1
        if (counted === frameSamples) events.push(...endFrame())
      }
      return events
    },
    configure(changed) {
      settings = changed
    },
    reset() {
      isSpeaking = false
      silentSamples = 0
    },
    close: () => undefined,
  }
}
