import type { UseSpeechOptions } from '@mira/react'
import { client } from '../../app/mira.ts'

/** Settings of the form. */
export interface SpeechSettings {
  readonly input: string
  readonly voice: string
  readonly speed: number
}

/** Options of all speech on the screen: it is played while it is received. */
export const speechOptions: UseSpeechOptions = { client, params: { response_format: 'pcm' } }
