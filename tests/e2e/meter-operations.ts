import { chat, defineTool } from '@mira/chat'
import { createClient, isMiraError, type RequestOptions } from '@mira/core'
import { createRandom } from '@mira/engine/internal'
import { cancelJob, jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { realtime } from '@mira/realtime'

/** Names of injected faults, as a server with them knows them. */
const faultNames = ['busy', 'limited', 'gateway', 'lost', 'torn', 'cut', 'stalled']
/** Share of operations whose first request has a fault. */
const faultShare = 0.15

const connect = (baseUrl: string, apiKey: string) =>
  createClient({ baseUrl, apiKey, retry: { baseDelayMs: 1, maxDelayMs: 5 } })
    .extend(chat)
    .extend(media)
    .extend(jobs)
    .extend(realtime)

/** Client with all operations. */
export type LedgerMira = ReturnType<typeof connect>

/** Creates a client with all operations, which retries at once. */
export const connectMira: (baseUrl: string, apiKey: string) => LedgerMira = connect

/** Random choices and options of an operation. */
interface Draw {
  /** Random number from 0 up to 1. */
  random(): number
  /** Random integer below a number. */
  below(max: number): number
  readonly options: RequestOptions
}

type Operation = (mira: LedgerMira, draw: Draw) => Promise<unknown>

const words = 'rain sun wind snow fog hail storm cloud ice heat'.split(' ')
const say = ({ below }: Draw, most = 12) => Array.from({ length: 1 + below(most) }, () => words[below(10)]).join(' ')
const ask = (content: string) => ({ messages: [{ role: 'user', content }] })

/** Operations with their weights. */
const operations: readonly (readonly [weight: number, run: Operation])[] = [
  [30, (mira, draw) => mira.chat.create({ ...ask(say(draw)), max_tokens: 1 + draw.below(30) }, draw.options)],
  [
    10,
    (mira, draw) =>
      mira.chat.stream({ ...ask(say(draw)), stream_options: { include_usage: true } }, draw.options).final(),
  ],
  [4, (mira, draw) => mira.chat.stream(ask(say(draw)), draw.options).final()],
  [6, leaveStream],
  [3, abortCall],
  [4, runTools],
  [5, (mira, draw) => mira.responses.create({ input: say(draw) }, draw.options)],
  [3, (mira, draw) => mira.responses.stream({ input: say(draw) }, draw.options).final()],
  [10, (mira, draw) => mira.embeddings.create({ input: [say(draw), say(draw)] }, draw.options)],
  [8, (mira, draw) => mira.images.generate({ prompt: say(draw), n: 1 + draw.below(4) }, draw.options)],
  [
    5,
    (mira, draw) =>
      mira.audio.speech({ input: say(draw, 4), response_format: 'pcm' }, draw.options).then((speech) => speech.bytes()),
  ],
  [3, (mira, draw) => mira.audio.transcribe({ file: createWav(500 + draw.below(2_000)) }, draw.options)],
  [2, (mira, draw) => mira.chat.create({ ...ask(say(draw)), temperature: 99 }, draw.options)],
  [2, (mira, draw) => mira.chat.create(ask('be-broken'), draw.options)],
  [2, (mira, draw) => mira.chat.stream(ask('fail-late now'), draw.options).final()],
  [2, generateMusic],
  [1, talk],
]
const weightSum = operations.reduce((sum, [weight]) => sum + weight, 0)

/** Returns the operation at a position in the sum of weights. */
function choose(position: number): Operation {
  let end = 0
  for (const [weight, run] of operations) {
    end += weight
    if (position < end) return run
  }
  throw new RangeError(`${position} is beyond the sum of weights`)
}

/** Runs the operation of an index; errors are part of it. */
export async function runOperation(mira: LedgerMira, { index, seed }: { index: number; seed: number }): Promise<void> {
  const random = createRandom(seed * 1_000_003 + index)
  const below = (max: number) => Math.floor(random() * max)
  const isFaulty = random() < faultShare
  const headers = isFaulty ? { 'x-fault': `${faultNames[below(faultNames.length)]} ${seed}-${index}` } : undefined
  const run = choose(random() * weightSum)
  try {
    await run(mira, {
      random,
      below,
      options: { headers, timeout: { attempt: 20_000, firstEvent: 20_000, idle: 600 } },
    })
  } catch (error) {
    const isExpected = isMiraError(error) || (error as Error | undefined)?.name === 'AbortError'
    if (!isExpected) throw error
  }
}

async function leaveStream(mira: LedgerMira, draw: Draw): Promise<void> {
  const stream = mira.chat.stream(ask(`${say(draw)} wait`), draw.options)
  for await (const { text } of stream) if (text && draw.random() < 0.7) break
}

async function abortCall(mira: LedgerMira, draw: Draw): Promise<void> {
  const controller = new AbortController()
  const call = mira.chat.create(ask(`${say(draw)} wait`), { ...draw.options, signal: controller.signal })
  setTimeout(() => controller.abort(), 5 + draw.below(20))
  await call
}

async function runTools(mira: LedgerMira, draw: Draw): Promise<void> {
  const tool = defineTool({
    name: 'weather',
    description: 'Asks for the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    async execute() {
      const answers = await Promise.all([1, 2, 3].map(() => mira.chat.create(ask(say(draw)))))
      return answers.map(({ text }) => text).join('; ')
    },
  })
  await mira.chat.runTools({ ...ask(`weather ${say(draw)}`), tools: [tool] }, draw.options)
}

async function generateMusic(mira: LedgerMira, draw: Draw): Promise<void> {
  const job = await mira.music.generate({ prompt: say(draw), duration_seconds: 1 + draw.below(3) }, draw.options)
  if (draw.random() < 0.2) await cancelJob(mira, job)
  await job.wait({ timeoutMs: 60_000 })
}

async function talk(mira: LedgerMira, draw: Draw): Promise<void> {
  const isText = draw.random() < 0.5
  const modalities = isText ? ['text'] : ['text', 'audio']
  const session = await mira.realtime.connect({ turn_detection: null, modalities })
  try {
    if (draw.random() < 0.5) await session.sendAudio(new Uint8Array(2 * 24 * (100 + draw.below(400))))
    for (let turn = 0; turn < 2; turn += 1) {
      const isCanceled = isText && draw.random() < 0.5
      session.sendText(isCanceled ? `${say(draw)} wait` : say(draw))
      if (isCanceled) session.once('response.text.delta', () => void session.interrupt())
      await session.waitFor('response.done', { signal: AbortSignal.timeout(60_000) })
    }
  } finally {
    await session.close()
  }
}

/** Creates a WAV file of silence: 8 kHz, mono, 16 bits. */
function createWav(durationMs: number): Blob {
  const data = new Uint8Array(durationMs * 16)
  const head = new DataView(new ArrayBuffer(44))
  for (const [offset, text] of [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ] as const)
    for (const [at, character] of [...text].entries()) head.setUint8(offset + at, character.charCodeAt(0))
  head.setUint32(4, 36 + data.length, true)
  head.setUint32(16, 16, true)
  head.setUint16(20, 1, true)
  head.setUint16(22, 1, true)
  head.setUint32(24, 8_000, true)
  head.setUint32(28, 16_000, true)
  head.setUint16(32, 2, true)
  head.setUint16(34, 16, true)
  head.setUint32(40, data.length, true)
  return new Blob([head.buffer, data], { type: 'audio/wav' })
}
