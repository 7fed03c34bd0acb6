import type { RealtimeSession } from '../session.ts'
import type { AudioSink, AudioSource } from './audio-ends.ts'

/** Options of {@link attachAudio}. */
export interface AttachAudioOptions {
  /** Source of the user's audio. If omitted, no audio is sent. */
  readonly source?: AudioSource | undefined
  /** Output for the audio of responses. If omitted, it is not played. */
  readonly sink?: AudioSink | undefined
}

/** Audio attached to a session. */
export interface AttachedAudio {
  /** Detaches the source and the sink, and stops playback. Does not close them or the session. */
  detach(): void
}

/**
 * Attaches an audio source and an audio sink, such as a microphone and a speaker, to a session. Sends the user's audio,
 * plays responses, stops playback on an interruption, and reports to the server how much was played.
 *
 * @param session - Session whose audio formats are `pcm16`.
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
    // A closed session accepts no audio. Live audio that does not fit into the queue is dropped.
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

/** Copies the bytes: they may start at an odd offset and share their buffer. */
function toSamples(bytes: Uint8Array): Int16Array {
  return new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 2))).buffer)
}
