import type { RealtimePreflight } from '@mira/realtime'

/** An option of the voice selection. */
export interface VoiceChoice {
  readonly value: string
  readonly label: string
}

/** Returns the voices offered by the server, as ids or objects; a common default voice if they are unknown. */
export function readVoices(offer: RealtimePreflight | undefined): readonly VoiceChoice[] {
  const choices = (offer?.voices ?? []).flatMap((voice) => {
    const { id, name } =
      typeof voice === 'string' ? { id: voice, name: voice } : (voice as { id?: string; name?: string })
    return id === undefined ? [] : [{ value: id, label: name ?? id }]
  })
  return choices.length > 0 ? choices : [{ value: 'aria', label: 'Aria' }]
}
