import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeSession } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker, type Speaker } from '@mira/realtime/audio'
import { createWatch } from './create-watch.ts'
import { nextEvent } from './next-event.ts'
import type { Recording, RecordingRequest } from './recorder-worklet.ts'

/** The server used by the page. */
export interface BrowserTask {
  readonly baseUrl: string
  readonly apiKey: string
}

/** Result of a conversation through microphone and speaker. */
export interface BrowserConversation {
  readonly question: string
  /** Length of the question's turn, counted in samples received by the server, with padding, in milliseconds. */
  readonly questionMs: number
  readonly answer: string
  readonly playback: BrowserPlayback
  readonly interruption: BrowserInterruption
  /** Level of the loudest frame of the microphone and of the speaker. */
  readonly heardLevel: number
  readonly spokenLevel: number
}

/** Result of an answer that was played to the end. */
export interface BrowserPlayback {
  /** Samples of the answer: received, and played according to the speaker. */
  readonly receivedSamples: number
  readonly playedSamples: number
  /** Whether the audio output consists of exactly the received samples. */
  readonly isExact: boolean
}

/** Result of an interrupted answer. */
export interface BrowserInterruption {
  /** Playback position at the interruption, and the position where the server truncated the answer, in milliseconds. */
  readonly playedMs: number
  readonly cutMs: number
  /** Whether the audio output before the fade consists of exactly the samples that the speaker reports as played. */
  readonly isExact: boolean
  readonly fadeSamples: number
  /** Samples that were received but never played. */
  readonly droppedSamples: number
}

const sampleRate = 24_000
const workletUrl = '/worklet.js'

/** Asks by voice, plays the answer, asks by text, and interrupts that answer. */
export async function converse(task: BrowserTask): Promise<BrowserConversation> {
  const talk = await openTalk(task)
  const started = nextEvent(talk.session, 'input_audio_buffer.speech_started')
  const stopped = nextEvent(talk.session, 'input_audio_buffer.speech_stopped')
  const transcribed = nextEvent(talk.session, 'conversation.item.input_audio_transcription.completed')
  const answered = nextEvent(talk.session, 'response.audio_transcript.done')
  const playback = await listenToAnswer(talk)
  const interruption = await interruptAnswer(talk)
  await talk.close()
  const [{ transcript: question }, { transcript: answer }] = await Promise.all([transcribed, answered])
  const questionMs = Number((await stopped).audio_end_ms) - Number((await started).audio_start_ms)
  return { question, questionMs, answer, playback, interruption, ...talk.levels }
}

interface Talk {
  readonly session: RealtimeSession
  readonly speaker: Speaker
  readonly levels: { heardLevel: number; spokenLevel: number }
  /** Waits for a condition that depends on playback. */
  until(isTrue: () => boolean): Promise<void>
  /** Returns the audio output since the last call, after the given number of silent samples. */
  takeRecording(silentSamples: number): Promise<Float32Array>
  /** Returns the received audio of an item. */
  receivedOf(itemId: string): Float32Array
  close(): Promise<void>
}

async function openTalk({ baseUrl, apiKey }: BrowserTask): Promise<Talk> {
  const client = createClient({ baseUrl, apiKey, dangerouslyAllowBrowser: true })
  const levels = { heardLevel: 0, spokenLevel: 0 }
  const { check, until } = createWatch()
  // At the session's sample rate nothing is resampled, so playback can be compared sample by sample.
  const context = new AudioContext({ sampleRate })
  const onLevel = (level: number): void => {
    levels.spokenLevel = Math.max(levels.spokenLevel, level)
    // The speaker updates its position after this call.
    queueMicrotask(check)
  }
  const speaker = await openSpeaker({ workletUrl, context, onLevel })
  const takeRecording = await recordOutput(speaker)
  // If this page or the server stalls, the connection stays open and no microphone audio is dropped.
  const patience = { handshakeTimeoutMs: 120_000, heartbeat: false, reconnect: false } as const
  const session = await connectRealtime(client, { voice: 'rms' }, { ...patience, audio: { maxBufferedMs: 60_000 } })
  const receivedOf = collectAudio(session)
  const microphone = await openMicrophone({
    workletUrl,
    onLevel: (level) => {
      levels.heardLevel = Math.max(levels.heardLevel, level)
    },
  })
  await attachAudio(session, { source: microphone, sink: speaker })
  const close = async () => {
    await session.close()
    await Promise.all([microphone.close(), speaker.close(), context.close()])
  }
  return { session, speaker, levels, until, takeRecording, receivedOf, close }
}

/** Records the speaker's output. */
async function recordOutput({ node }: Speaker): Promise<Talk['takeRecording']> {
  await node.context.audioWorklet.addModule('/recorder.js')
  const recorder = new AudioWorkletNode(node.context, 'recorder')
  node.connect(recorder).connect(node.context.destination)
  return (silentSamples) =>
    new Promise((resolve) => {
      recorder.port.onmessage = ({ data }: MessageEvent<Recording>) => resolve(data.sound)
      recorder.port.postMessage({ silentSamples } satisfies RecordingRequest)
    })
}

/** Collects the audio of each answer by item id. */
function collectAudio(session: RealtimeSession): Talk['receivedOf'] {
  const sounds = new Map<string, number[]>()
  session.on('response.audio.delta', ({ item_id = '', audio }) => {
    const sound = sounds.get(item_id) ?? []
    sounds.set(item_id, sound)
    for (const sample of new Int16Array(new Uint8Array(audio).buffer)) sound.push(sample / 32_768)
  })
  return (itemId) => Float32Array.from(sounds.get(itemId) ?? [])
}

async function listenToAnswer({ session, speaker, until, takeRecording, receivedOf }: Talk): Promise<BrowserPlayback> {
  const done = nextEvent(session, 'response.done')
  const { item } = await nextEvent(session, 'response.output_item.added')
  await done
  const id = String(item.id)
  const received = receivedOf(id)
  await until(() => !speaker.isPlaying && speaker.playedSamples(id) >= received.length)
  return {
    receivedSamples: received.length,
    playedSamples: speaker.playedSamples(id),
    isExact: isEqual(await takeRecording(0), withoutSilence(received)),
  }
}

async function interruptAnswer({
  session,
  speaker,
  until,
  takeRecording,
  receivedOf,
}: Talk): Promise<BrowserInterruption> {
  const truncated = nextEvent(session, 'conversation.item.truncated')
  session.sendText('Count from 1 to 40.')
  const { item } = await nextEvent(session, 'response.output_item.added')
  const id = String(item.id)
  await until(() => speaker.isPlaying && speaker.playedMs(id) > 300)
  const playedMs = speaker.playedMs(id)
  session.interrupt({ playedMs })
  const { audio_end_ms: cutMs = Number.NaN } = await truncated
  await until(() => !speaker.isPlaying)
  const playedSamples = speaker.playedSamples(id)
  const played = withoutSilence(receivedOf(id).slice(0, playedSamples))
  const recorded = await takeRecording(sampleRate / 2)
  return {
    playedMs,
    cutMs,
    isExact: isEqual(recorded.slice(0, played.length), played),
    fadeSamples: recorded.length - played.length,
    droppedSamples: receivedOf(id).length - playedSamples,
  }
}

const isEqual = (one: Float32Array, other: Float32Array): boolean =>
  one.length === other.length && one.every((sample, index) => sample === other[index])

const withoutSilence = (sound: Float32Array): Float32Array => sound.filter((sample) => sample !== 0)
