// #region quick
import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'

const mira = createClient().extend(realtime) // reads MIRA_API_KEY and MIRA_BASE_URL
await using session = await mira.realtime.connect({ voice: 'aria', instructions: 'Be brief.' })

let soundBytes = 0
session.sendText('What is six times seven?')
for await (const event of session) {
  if (event.type === 'response.audio.delta') soundBytes += event.audio.length // pcm16, to be played
  if (event.type === 'response.audio_transcript.delta') process.stdout.write(event.delta)
  if (event.type === 'response.done') break
}
console.log(`\n${(soundBytes / 2 / session.sampleRates.output).toFixed(1)} s of sound`)
// #endregion

// #region preflight
const offer = await mira.realtime.preflight() // undefined where the server says nothing
console.log(offer?.default_voice, offer?.voices?.length)
// #endregion
