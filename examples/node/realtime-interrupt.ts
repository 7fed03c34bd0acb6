import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'

const mira = createClient().extend(realtime)
const session = await mira.realtime.connect({ instructions: 'Be brief.' })

// #region interrupt
session.sendText('Count from 1 to 40.')
for await (const event of session) {
  if (event.type === 'response.audio.delta') session.interrupt({ playedMs: 200 }) // for example on a stop button
  if (event.type === 'mira.interrupted') {
    console.log(`Truncated after ${event.audioEndMs} ms`)
    break
  }
}
// #endregion
await session.close()
