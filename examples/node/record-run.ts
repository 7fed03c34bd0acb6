// #region record
import { defineTool, recordRun, runTools } from '@mira/chat'
import { createClient } from '@mira/core'
import { replayRun } from '@mira/core/testing'

const weather = defineTool<{ city: string }>({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: ({ city }) => ({ city, temperature: -20, unit: 'celsius', token: 'tok_123' }),
})
const params = { messages: [{ role: 'user', content: 'What is the weather in Omsk?' }], tools: [weather] }
const masks = { redact: (name: string, value: unknown) => (name === 'token' ? '[masked]' : value) }

const recorder = recordRun(createClient(), runTools, masks) // or streamTools
const { completion } = await recorder.run(params)
const recording = JSON.stringify(recorder.recording(), null, 2) // also of a run that failed
// #endregion
console.log(completion.text)
for (const { round, durationMs, calls } of recorder.recording().rounds)
  console.log(
    round,
    `${durationMs} ms`,
    calls.map(({ name, arguments: input, content }) => `${name}(${input}) = ${content}`),
  )

// #region replay
const replay = replayRun(JSON.parse(recording), masks)
const replayed = await runTools(createClient({ fetch: replay }), params) // without a server
console.log(replayed.completion.text === completion.text, replay.remainingRounds)
// #endregion

// #region deviation
const other = { ...weather, execute: () => ({ city: 'Omsk', temperature: 30 }) }
try {
  await runTools(createClient({ fetch: replayRun(JSON.parse(recording), masks) }), { ...params, tools: [other] })
} catch (error) {
  console.log((error as Error).message)
}
// #endregion
