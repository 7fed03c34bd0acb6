import type { SpeechEngine } from '@mira/engine'
import { fieldError } from '../api-error.ts'
import { resolveVoice } from '../inference/voice-names.ts'
import { changeSettings, type SessionChange, type SessionSettings } from '../wire/realtime-session.ts'

/**
 * Returns session settings after a change.
 *
 * @throws {ApiError} 400 for a voice that the engine does not have.
 */
export function applySessionChange(
  current: SessionSettings,
  change: SessionChange,
  speech: Pick<SpeechEngine, 'voices'>,
): SessionSettings {
  const changed = changeSettings(current, change)
  const settings = { ...changed, voice: resolveVoice(speech, changed.voice) }
  const voices = speech.voices().map(({ id }) => id)
  if (voices.includes(settings.voice)) return settings
  throw fieldError(
    'session.voice',
    `unknown voice ${JSON.stringify(settings.voice)}; available voices: ${voices.join(', ')}`,
  )
}
