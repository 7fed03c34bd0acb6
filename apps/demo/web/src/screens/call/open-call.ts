import { connectRealtime, type RealtimeEvent, type RealtimeSession } from '@mira/realtime'
import { attachAudio, type Microphone, openMicrophone, openSpeaker, type Speaker } from '@mira/realtime/audio'
// A file of the page's own: its policy lets no script come from a blob.
import workletUrl from '@mira/realtime/audio/worklet.js?url'
import { client } from '../../app/mira.ts'
import type { Level } from './level.ts'

/** How loud both sides are. */
export interface CallLevels {
  readonly microphone: Level
  readonly speaker: Level
}

/** Options of {@link openCall}. */
export interface CallOptions {
  readonly voice: string
  /** Hangs up. */
  readonly signal: AbortSignal
  readonly levels: CallLevels
  readonly onEvent: (event: RealtimeEvent) => void
  readonly onMicrophoneLost: () => void
}

/** A call on its way. */
export interface OpenCall {
  readonly session: RealtimeSession
  readonly speaker: Speaker
  /** Undefined where the browser gave none: the call goes on in writing. */
  readonly microphone: Microphone | undefined
  /** Closes all that was opened for it. */
  close(): Promise<void>
}

const instructions = 'You are on the phone. Be brief.'

/** Opens the page's sound and a session, and connects them. */
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
    // Of a microphone, what cannot be sent in time is of no use.
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
