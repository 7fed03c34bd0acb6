import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeEvent, type RealtimeSession } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker, type Speaker } from '@mira/realtime/audio'

/** What the page is told. */
export interface BrowserTask {
  readonly baseUrl: string
  readonly apiKey: string
}

/** What a conversation by microphone and loudspeaker gave. */
export interface BrowserConversation {
  readonly question: string
  readonly answer: string
  /** Samples at 24 kHz: told by the speaker, and counted where they are rendered. */
  readonly playedSamples: number
  readonly renderedSamples: number
  /** Loudest frame of the microphone and of the loudspeaker. */
  readonly heardLevel: number
  readonly spokenLevel: number
  /** From an interruption to silence, in milliseconds. */
  readonly silenceAfterMs: number
  /** Where the server was told that the answer was cut, and what the speaker said at that time. */
  readonly cutMs: number
  readonly cutPlayedMs: number
}

/** Counts what leaves the loudspeaker, apart from our own count. */
function watchOutput(speaker: Speaker): { rendered(): number; readonly silentSince: () => number } {
  const { context } = speaker.node as AudioWorkletNode
  const meter = (context as AudioContext).createScriptProcessor(256, 1, 1)
  let rendered = 0
  let silentSince = 0
  meter.onaudioprocess = ({ inputBuffer }) => {
    const samples = inputBuffer.getChannelData(0)
    const isSilent = samples.every((sample) => sample === 0)
    if (!isSilent) rendered += samples.length
    if (isSilent) silentSince ||= performance.now()
    else silentSince = 0
  }
  speaker.node.connect(meter).connect(context.destination)
  return { rendered: () => (rendered * 24_000) / context.sampleRate, silentSince: () => silentSince }
}

const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function converse({ baseUrl, apiKey }: BrowserTask): Promise<BrowserConversation> {
  const client = createClient({ baseUrl, apiKey, dangerouslyAllowBrowser: true })
  const workletUrl = '/worklet.js'
  let heardLevel = 0
  let spokenLevel = 0
  const speaker = await openSpeaker({ workletUrl, onLevel: (level) => (spokenLevel = Math.max(spokenLevel, level)) })
  const output = watchOutput(speaker)
  const session = await connectRealtime(client, { voice: 'rms' }, { audio: { overflow: 'drop' } })
  const texts: string[] = []
  const answered = new Promise<RealtimeEvent<'response.done'>>((resolve) => session.on('response.done', resolve))
  session.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => texts.push(transcript))
  session.on('response.audio_transcript.done', ({ transcript }) => texts.push(transcript))
  let itemId = ''
  session.on('response.audio.delta', ({ item_id = '' }) => {
    itemId = item_id
  })
  const microphone = await openMicrophone({
    workletUrl,
    constraints: { noiseSuppression: false, autoGainControl: false },
    onLevel: (level) => {
      heardLevel = Math.max(heardLevel, level)
    },
  })
  await attachAudio(session, { source: microphone, sink: speaker })
  await answered
  await until(() => !speaker.isPlaying && speaker.playedSamples(itemId) > 0)
  const playedSamples = speaker.playedSamples(itemId)
  await until(() => output.silentSince() > 0)
  const renderedSamples = output.rendered()
  microphone.muted = true

  session.sendText('Count from 1 to 40.')
  await until(() => speaker.isPlaying && speaker.playedMs(itemId) > 300)
  const interruptedAt = performance.now()
  const cutPlayedMs = speaker.playedMs(itemId)
  const { audioEndMs = Number.NaN } = session.interrupt({ playedMs: cutPlayedMs })
  await until(() => output.silentSince() > interruptedAt)
  const silenceAfterMs = output.silentSince() - interruptedAt
  await session.close()
  await Promise.all([microphone.close(), speaker.close()])
  const [question = '', answer = ''] = texts
  const levels = { heardLevel, spokenLevel }
  return { question, answer, playedSamples, renderedSamples, ...levels, silenceAfterMs, cutMs: audioEndMs, cutPlayedMs }
}

/** The code of the error that opening a microphone gives. */
async function failToOpen(): Promise<string> {
  return openMicrophone().then(
    () => 'opened',
    ({ code }) => code,
  )
}

/** Talks for a while on one session that is kept. @returns How many answers came. */
async function chatter({ baseUrl, apiKey, seconds }: BrowserTask & { readonly seconds: number }): Promise<number> {
  kept ??= await open({ baseUrl, apiKey })
  let answers = 0
  const off = kept.on('response.done', () => {
    answers += 1
  })
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  off()
  return answers
}

let kept: RealtimeSession | undefined

async function open({ baseUrl, apiKey }: BrowserTask): Promise<RealtimeSession> {
  const client = createClient({ baseUrl, apiKey, dangerouslyAllowBrowser: true })
  const session = await connectRealtime(client, { voice: 'rms' }, { audio: { overflow: 'drop' } })
  const workletUrl = '/worklet.js'
  const [source, sink] = await Promise.all([openMicrophone({ workletUrl }), openSpeaker({ workletUrl })])
  await attachAudio(session, { source, sink })
  return session
}

Object.assign(globalThis, { converse, failToOpen, chatter })
