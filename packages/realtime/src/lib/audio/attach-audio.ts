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
 * @throws {TypeError} when the session's audio format is not `pcm16`, or the source or the sink is of another type.
 */
export async function attachAudio(
  session: RealtimeSession,
  { source, sink }: AttachAudioOptions,
): Promise<AttachedAudio> {
  const { input, output } = session.audioFormats
  if (source) check('source', input, typeof source.start === 'function')
  if (sink) check('sink', output, typeof sink.write === 'function')
  await sink?.start(session.sampleRates.output)
  const off = sink ? play(session, sink) : []
  let isAttached = true
  await source?.start(session.sampleRates.input, (samples) => {
    // Live audio that does not fit into the queue, and audio of a closed session, is dropped.
    if (isAttached && session.state !== 'closed') void session.sendAudio(samples)
  })
  return {
    detach() {
      isAttached = false
      for (const stop of off) stop()
      sink?.stop()
    },
  }
}

function check(end: 'source' | 'sink', format: string, isUsable: boolean): void {
  if (!isUsable) throw new TypeError(`attachAudio: ${end} is not an ${end === 'sink' ? 'AudioSink' : 'AudioSource'}`)
  if (format === 'pcm16') return
  const field = end === 'sink' ? 'output_audio_format' : 'input_audio_format'
  throw new TypeError(`attachAudio: the session's ${field} is ${format}; connect with ${field}: 'pcm16'`)
}

function play(session: RealtimeSession, sink: AudioSink): (() => void)[] {
  const before = session.playedMs
  session.playedMs = (itemId) => sink.playedMs(itemId)
  let rate = session.sampleRates.output
  let toSamples = createSampler()
  const stop = (): void => {
    toSamples = createSampler()
    sink.stop()
  }
  return [
    session.on('response.audio.delta', ({ item_id = '', audio }) => sink.write(item_id, toSamples(item_id, audio))),
    session.on('mira.interrupted', stop),
    session.on('mira.restarted', stop),
    session.on('session.updated', () => {
      const { output } = session.sampleRates
      if (output !== rate) void sink.start(output)
      rate = output
    }),
    () => {
      session.playedMs = before
    },
  ]
}

/** Creates a function that converts the deltas of an item to samples. A delta may end within a sample. */
function createSampler(): (itemId: string, bytes: Uint8Array) => Int16Array {
  let rest: readonly number[] = []
  let restId: string | undefined
  return (itemId, bytes) => {
    const kept = itemId === restId ? rest : []
    const joined = new Uint8Array(kept.length + bytes.length)
    joined.set(kept)
    joined.set(bytes, kept.length)
    const length = joined.length - (joined.length % 2)
    rest = [...joined.subarray(length)]
    restId = itemId
    return new Int16Array(joined.buffer, 0, length / 2)
  }
}
