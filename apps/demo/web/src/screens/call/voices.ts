import type { RealtimePreflight } from '@mira/realtime'

/** A voice as a list to choose from takes it. */
export interface VoiceChoice {
  readonly value: string
  readonly label: string
}

/** The voices that a server offers, as names or with more about them; one that all have, while that is not known. */
export function readVoices(offer: RealtimePreflight | undefined): readonly VoiceChoice[] {
  const choices = (offer?.voices ?? []).flatMap((voice) => {
    const { id, name } =
      typeof voice === 'string' ? { id: voice, name: voice } : (voice as { id?: string; name?: string })
    return id === undefined ? [] : [{ value: id, label: name ?? id }]
  })
  return choices.length > 0 ? choices : [{ value: 'aria', label: 'Aria' }]
}
