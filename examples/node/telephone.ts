import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { createClient } from '@mira/core'
import { createSpeech } from '@mira/media'
// #region bridge
import { realtime } from '@mira/realtime'
import { WebSocket, WebSocketServer } from 'ws'

const mira = createClient().extend(realtime)

/** Connects a telephone call, as Twilio Media Streams delivers it (G.711, 8 kHz, base64), with a session. */
function answer(call: WebSocket): void {
  const format = { input_audio_format: 'g711_ulaw', output_audio_format: 'g711_ulaw' }
  const opening = mira.realtime
    .connect({ ...format, instructions: 'Be brief.' }, { audio: { overflow: 'drop' } }) // rather a gap than a delay
    .catch(() => call.close())
  let streamSid = ''
  const send = (message: object) => call.send(JSON.stringify({ ...message, streamSid }))

  call.on('message', async (data) => {
    const { event, start, media } = JSON.parse(String(data))
    if (event === 'start') streamSid = start.streamSid
    if (event === 'media') await (await opening)?.sendAudio(Buffer.from(media.payload, 'base64'))
  })
  call.on('close', async () => (await opening)?.close())
  opening.then((session) => {
    session?.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => console.log(transcript))
    session?.on('response.audio.delta', ({ delta }) => send({ event: 'media', media: { payload: delta } }))
    session?.on('mira.interrupted', () => send({ event: 'clear' })) // the caller speaks: discard what is queued
    session?.closed.then(() => call.close())
  })
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }).on('connection', answer)
// #endregion
await once(server, 'listening')

// A caller instead of the telephone network: asks a question, and is silent until the answer has begun.
const question = { input: 'What is six times seven?', voice: 'rms', response_format: 'pcm' } as const
const frames = framesOf(await (await createSpeech(mira, question)).bytes())
const silence = Buffer.alloc(160, 0xff).toString('base64')
const caller = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
await once(caller, 'open')
caller.send(JSON.stringify({ event: 'start', start: { streamSid: 'MZ1' } }))
let first: { event: string } | undefined
caller.once('message', (data) => {
  first = JSON.parse(String(data))
})
for (let index = 0; first === undefined; index += 1) {
  if (caller.readyState !== WebSocket.OPEN) throw new Error('The call ended without an answer')
  caller.send(JSON.stringify({ event: 'media', media: { payload: frames[index] ?? silence } }))
  await setTimeout(20)
}
console.log(first.event, 'for the caller')
caller.close()
await once(caller, 'close')
server.close()

/** Encodes 24 kHz PCM as frames of 20 ms. */
function framesOf(pcm: Uint8Array): string[] {
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length >> 1)
  const ulaw = Uint8Array.from({ length: samples.length / 3 }, (_, index) => {
    const [a = 0, b = 0, c = 0] = samples.subarray(index * 3, index * 3 + 3)
    return encodeUlaw((a + b + c) / 3)
  })
  return Array.from({ length: Math.ceil(ulaw.length / 160) }, (_, index) =>
    Buffer.from(ulaw.subarray(index * 160, index * 160 + 160)).toString('base64'),
  )
}

/** Encodes a sample by ITU-T G.711. */
function encodeUlaw(sample: number): number {
  const level = Math.min(Math.abs(Math.round(sample)), 32_635) + 132
  const exponent = Math.floor(Math.log2(level)) - 7
  return ~((sample < 0 ? 128 : 0) | (exponent << 4) | ((level >> (exponent + 3)) & 15)) & 255
}
