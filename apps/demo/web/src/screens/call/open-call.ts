import { connectRealtime, type RealtimeEvent, type RealtimeSession } from '@mira/realtime'
import { attachAudio, type Microphone, openMicrophone, openSpeaker, type Speaker } from '@mira/realtime/audio'
// Served from the page's origin: its content security policy does not allow scripts from blobs.
import workletUrl from '@mira/realtime/audio/worklet.js?url'
import { client } from '../../app/mira.ts'
import type { Level } from './level.ts'

/** Audio levels of both speakers. */
export interface CallLevels {
  readonly microphone: Level
  readonly speaker: Level
}

/** Options of {@link openCall}. */
export interface CallOptions {
  readonly voice: string
  /** Ends the call. */
  readonly signal: AbortSignal
  readonly levels: CallLevels
  readonly onEvent: (event: RealtimeEvent) => void
  readonly onMicrophoneLost: () => void
}

/** An active call. */
export interface OpenCall {
  readonly session: RealtimeSession
  readonly speaker: Speaker
  /** `undefined` if the microphone is not available; the call then works with text messages. */
  readonly microphone: Microphone | undefined
  /** Closes the audio devices. */
  close(): Promise<void>
}

const instructions = 'You are on the phone. Be brief.'

/** Opens the audio devices and a session, and connects them. */
export async function openCall({ voice, signal, levels, onEvent, onMicrophoneLost }: CallOptions): Promise<OpenCall> {
  const speaker = await openSpeaker({ workletUrl, onLevel: (level) => levels.speaker.set(level) })
  const microphone = await openMicrophone({
    workletUrl,
    onLevel: (level) => levels.microphone.set(level),
    onLost: onMicrophoneLost,
  }).catch(() => undefined)
  const close = async () => {
    await Promise.all([speaker.close(), microphone?.close()])
  }
  try {
    // Live audio that cannot be sent in time is useless.
    const audio = { overflow: 'drop' } as const
    const session = await connectRealtime(client, { voice, instructions }, { signal, audio })
    session.on('*', onEvent)
    await attachAudio(session, { source: microphone, sink: speaker })
    return { session, speaker, microphone, close }
  } catch (error) {
    await close()
    throw error
  }
}
