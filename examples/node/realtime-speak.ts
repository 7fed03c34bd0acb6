import { setTimeout } from 'node:timers/promises'
import { createClient } from '@mira/core'
import { createSpeech } from '@mira/media'
import { realtime } from '@mira/realtime'
import { attachAudio, createWavSink, createWavSource } from '@mira/realtime/node'

const mira = createClient().extend(realtime)
const question = await createSpeech(mira, { input: 'What is six times seven?', voice: 'rms', response_format: 'wav' })
let itemId = ''

// #region speak
const session = await mira.realtime.connect({ voice: 'rms' })
const source = createWavSource(await question.bytes()) // of @mira/realtime/node, like createWavSink
const sink = createWavSink()
const { detach } = await attachAudio(session, { source, sink })

for await (const event of session) {
  if (event.type === 'conversation.item.input_audio_transcription.completed') console.log('You: ', event.transcript)
  if (event.type === 'response.audio_transcript.done') console.log('Mira:', event.transcript)
  if (event.type === 'response.audio.delta') itemId = event.item_id ?? ''
  if (event.type === 'response.done') break
}
// #endregion

// Audio arrives faster than it plays.
for (let playedMs = -1; playedMs < sink.playedMs(itemId); await setTimeout(200)) playedMs = sink.playedMs(itemId)
detach()
await source.close()
await session.close()
console.log(`${sink.toWav().length} bytes of WAV were played`)
