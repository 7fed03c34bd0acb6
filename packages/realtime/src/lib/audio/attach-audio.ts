import type { RealtimeSession } from '../session.ts'
import type { AudioSink, AudioSource } from './audio-ends.ts'

/** Options of {@link attachAudio}. */
export interface AttachAudioOptions {
  readonly source?: AudioSource | undefined
  readonly sink?: AudioSink | undefined
}

/** What connects a session with its sound. */
export interface AttachedAudio {
  /** Takes it apart; closes neither the session nor what was given. */
  detach(): void
}

/**
 * Connects a session with a microphone and a loudspeaker, or what stands for them: the user's sound goes out, answers are
 * played, an interruption silences them at once, and the server is told how much of them was heard. The session's formats
 * must be `pcm16`.
 */
export async function attachAudio(
  session: RealtimeSession,
  { source, sink }: AttachAudioOptions,
): Promise<AttachedAudio> {
  const { input, output } = session.sampleRates
  await sink?.start(output)
  const off = sink ? play(session, sink) : []
  let isAttached = true
  await source?.start(input, (samples) => {
    // A closed session takes nothing; what has no place to wait is dropped, as a microphone's sound must be.
    if (isAttached && session.state !== 'closed') session.sendAudio(samples).catch(() => undefined)
  })
  return {
    detach() {
      isAttached = false
      for (const stop of off) stop()
      sink?.stop()
    },
  }
}

function play(session: RealtimeSession, sink: AudioSink): (() => void)[] {
  const before = session.playedMs
  session.playedMs = (itemId) => sink.playedMs(itemId)
  return [
    session.on('response.audio.delta', ({ item_id = '', audio }) => sink.write(item_id, toSamples(audio))),
    session.on('mira.interrupted', () => sink.stop()),
    () => {
      session.playedMs = before
    },
  ]
}

/** Copied, for the bytes may begin at an odd place, and share their memory with others. */
function toSamples(bytes: Uint8Array): Int16Array {
  return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer)
}
