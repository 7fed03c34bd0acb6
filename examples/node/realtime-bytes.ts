import { createClient } from '@mira/core'
import { createSpeech } from '@mira/media'
import { realtime } from '@mira/realtime'

const mira = createClient().extend(realtime)
const question = { input: 'What is six times seven?', voice: 'rms', response_format: 'pcm' }
const recording = (await createSpeech(mira, question)).stream() // 24 kHz, mono, 16 bits: the session's format

// #region send
const session = await mira.realtime.connect({ turn_detection: null }) // turns are committed manually
for await (const chunk of recording) await session.sendAudio(chunk)
session.send({ type: 'input_audio_buffer.commit' })
session.send({ type: 'response.create' })
// #endregion

for await (const event of session) {
  if (event.type === 'conversation.item.input_audio_transcription.completed') console.log(event.transcript)
  if (event.type === 'response.audio_transcript.done') console.log(event.transcript)
  if (event.type === 'response.done') break
}
await session.close()
