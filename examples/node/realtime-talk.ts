// #region quick
import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'

const mira = createClient().extend(realtime) // reads MIRA_API_KEY and MIRA_BASE_URL
const session = await mira.realtime.connect({ voice: 'aria', instructions: 'Be brief.' })

let audioBytes = 0
session.sendText('What is six times seven?')
for await (const event of session) {
  if (event.type === 'response.audio.delta') audioBytes += event.audio.length // pcm16 to play
  if (event.type === 'response.audio_transcript.delta') process.stdout.write(event.delta)
  if (event.type === 'response.done') break
}
await session.close()
console.log(`\n${(audioBytes / 2 / session.sampleRates.output).toFixed(1)} s of audio`)
// #endregion

// #region preflight
const offer = await mira.realtime.preflight() // undefined if the server does not support it
console.log(offer?.default_voice, offer?.voices?.length)
// #endregion
