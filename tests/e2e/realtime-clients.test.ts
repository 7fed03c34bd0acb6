import { connect } from 'node:net'
import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeSession } from '@mira/realtime'
import { type RunningServer, startServer } from '@mira/server'
import { RealtimeSession as AgentsSession, RealtimeAgent, tool } from '@openai/agents-realtime'
import OpenAI from 'openai'
import { OpenAIRealtimeWS as BetaRealtime } from 'openai/beta/realtime/ws'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { nextEvent } from './lib/next-event.ts'
import { createSpoken, frames } from './lib/spoken.ts'

const spoken = createSpoken()
let server: RunningServer & { readonly apiKey: string }
beforeAll(async () => {
  server = await startServer()
  // The first use compiles the recognizer on a new machine, and loads the engines.
  await spoken.hear(await spoken.say('ready'))
  await using session = await openSession({})
  const answered = nextEvent(session, 'response.done')
  session.sendText('Hello')
  await answered
})
afterAll(async () => {
  await server.close()
  await spoken[Symbol.asyncDispose]()
})

const question = 'What is six times seven?'
/** The voice that the local recognizer understands best. */
const voice = 'rms'
/** These clients only support `wss:`; here their bytes are sent without TLS. */
const options = { createConnection: ({ port }: { port: number }) => connect(port, '127.0.0.1') } as object

/** Checks the answer's audio with a local recognizer. */
async function expectAnswer(pcm: Buffer): Promise<void> {
  expect(await spoken.hear(pcm)).toMatch(/six times seven equals 42/)
}

describe('a spoken question is answered in speech', () => {
  it('to the official client', async () => {
    const client = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1` })
    const socket = new OpenAIRealtimeWS({ model: 'gpt-realtime', options }, client)
    const audio: Buffer[] = []
    const types = new Set<string>()
    socket.on('event', ({ type }) => types.add(type))
    socket.on('response.output_audio.delta', ({ delta }) => audio.push(Buffer.from(delta, 'base64')))
    const heard = new Promise<string>((resolve) => {
      socket.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => resolve(transcript))
    })
    const answered = new Promise<string | undefined>((resolve) => {
      socket.on('response.output_audio_transcript.done', ({ transcript }) => resolve(transcript))
    })
    const done = new Promise((resolve) => socket.on('response.done', resolve))
    await new Promise((resolve) => socket.on('session.created', resolve))
    socket.send({ type: 'session.update', session: { type: 'realtime', audio: { output: { voice } } } })
    for (const frame of frames(await spoken.say(question))) {
      socket.send({ type: 'input_audio_buffer.append', audio: frame.toString('base64') })
    }
    expect([await heard, await answered]).toEqual([question, '6 * 7 = 42'])
    await done
    socket.close()
    await expectAnswer(Buffer.concat(audio))
    expect([...types]).toEqual(expect.arrayContaining(['conversation.item.added', 'conversation.item.done']))
    expect([...types].filter((type) => /^response\.(audio|text)|item\.created/.test(type))).toEqual([])
  })

  it('to the official client of the beta', async () => {
    const client = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1` })
    const socket = new BetaRealtime({ model: 'mira', options }, client)
    const audio: Buffer[] = []
    socket.on('response.audio.delta', ({ delta }) => audio.push(Buffer.from(delta, 'base64')))
    const done = new Promise((resolve) => socket.on('response.done', resolve))
    await new Promise((resolve) => socket.on('session.created', resolve))
    socket.send({ type: 'session.update', session: { voice: voice as 'alloy', turn_detection: null as never } })
    socket.send({ type: 'input_audio_buffer.append', audio: (await spoken.say(question)).toString('base64') })
    socket.send({ type: 'input_audio_buffer.commit' })
    socket.send({ type: 'response.create' })
    expect(await done).toMatchObject({ response: { status: 'completed', output: [{ content: [{ type: 'audio' }] }] } })
    socket.close()
    await expectAnswer(Buffer.concat(audio))
  })

  it('to the agents client, which calls a tool on the way', async () => {
    const cities: string[] = []
    const weather = tool({
      name: 'get_weather',
      description: 'Gets the weather of a city',
      parameters: z.object({ city: z.string() }),
      execute: ({ city }) => {
        cities.push(city)
        return `It is sunny in ${city}.`
      },
    })
    const agent = new RealtimeAgent({ name: 'Guide', instructions: 'Be brief.', tools: [weather] })
    const session = new AgentsSession(agent, { transport: 'websocket', config: { voice } })
    const audio: Buffer[] = []
    session.on('audio', ({ data }) => audio.push(Buffer.from(data)))
    const failures: unknown[] = []
    session.on('error', (error) => failures.push(error))
    const spokenAnswer = new Promise((resolve) => session.on('audio_stopped', resolve))
    const { host } = new URL(server.url)
    await session.connect({ apiKey: server.apiKey, url: `ws://${host}/v1/realtime?model=gpt-realtime` })
    session.sendMessage('What is the weather in Paris?')
    await spokenAnswer
    expect([cities, failures]).toEqual([['Paris'], []])
    expect(await spoken.hear(Buffer.concat(audio))).toContain('sunny')

    audio.length = 0
    const answeredInSpeech = new Promise((resolve) => session.on('audio_stopped', resolve))
    for (const frame of frames(await spoken.say(question))) session.sendAudio(new Uint8Array(frame).buffer)
    await answeredInSpeech
    session.close()
    await expectAnswer(Buffer.concat(audio))
    const said = session.history.flatMap((item): unknown[] => (item.type === 'message' ? item.content : []))
    expect(said).toContainEqual(expect.objectContaining({ type: 'input_audio', transcript: question }))
  })

  it.each([
    { format: 'pcm16', sampleRate: 16_000 },
    { format: 'pcm16', sampleRate: 24_000 },
  ])('to ours, in $format at $sampleRate Hz', async ({ format, sampleRate }) => {
    await using session = await openSession({
      voice,
      input_audio_format: format,
      output_audio_format: format,
      input_sample_rate: sampleRate,
      output_sample_rate: sampleRate,
    })
    const audio: Uint8Array[] = []
    session.on('response.audio.delta', (event) => audio.push(event.audio))
    const done = nextEvent(session, 'response.done')
    for (const frame of frames(await spoken.say(question, sampleRate), sampleRate)) await session.sendAudio(frame)
    await done
    expect(await spoken.hear(Buffer.concat(audio), sampleRate)).toMatch(/six times seven/)
  })
})

describe('an answer that is interrupted', () => {
  it('stops, and the model knows only what was heard', async () => {
    await using session = await openSession({})
    session.sendText('Count from 1 to 40.')
    const item = await nextEvent(session, 'response.output_item.added')
    await nextEvent(session, 'response.audio.delta')
    const done = nextEvent(session, 'response.done')
    for (const frame of frames(await spoken.say(question))) void session.sendAudio(frame)
    expect((await done).response).toMatchObject({ status: 'cancelled', status_details: { reason: 'turn_detected' } })
    await nextEvent(session, 'response.done')
    session.send({
      type: 'conversation.item.truncate',
      item_id: String(item.item.id),
      content_index: 0,
      audio_end_ms: 500,
    })
    await nextEvent(session, 'conversation.item.truncated')
    session.send({ type: 'conversation.item.retrieve', item_id: String(item.item.id) })
    const { event } = await nextEvent(session, 'mira.unknown')
    const { content } = (event as unknown as { item: { content: { transcript: string }[] } }).item
    expect(content[0]?.transcript.length).toBeLessThan(20)
  })
})

async function openSession(params: Record<string, unknown>): Promise<RealtimeSession> {
  return connectRealtime(createClient({ baseUrl: server.url, apiKey: server.apiKey }), params)
}
