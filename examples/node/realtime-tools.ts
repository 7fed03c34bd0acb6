import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'

const mira = createClient().extend(realtime)

// #region tools
const session = await mira.realtime.connect({
  instructions: 'Be brief.',
  tools: [
    {
      name: 'get_weather',
      description: 'Gets the weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      execute: ({ city }: { city: string }, { signal }) => lookUp(city, signal),
    },
  ],
})
session.on('mira.tool_failed', ({ error }) => console.error(error)) // the model received the error
// #endregion

let answer = ''
session.on('response.audio_transcript.delta', ({ delta }) => {
  answer += delta
})
session.sendText('What is the weather in Paris?')
for await (const event of session) {
  if (event.type === 'response.done' && answer !== '') break // the previous response was the function call
}
console.log(answer)
await session.close()

/** Placeholder for your service. */
async function lookUp(city: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  return `It is sunny in ${city}.`
}
