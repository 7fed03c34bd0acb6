import { defineTool } from '@mira/chat'
import * as z from 'zod'
import { expect, type Step } from '../lib/step.ts'
import { dim, write, writeLine, writeSaying, writeSpeaker } from '../lib/terminal.ts'

const timeIn = defineTool({
  name: 'get_time',
  description: 'Gets the current local time in a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city, such as Tokyo' } },
    required: ['city'],
  },
  schema: z.object({ city: z.string() }),
  execute: ({ city }) => {
    const zoneName = city.trim().replaceAll(' ', '_').toLowerCase()
    const timeZone = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${zoneName}`))
    if (!timeZone) throw new Error(`No time zone is known for ${city}`)
    const time = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit' })
    return { city, time_zone: timeZone, local_time: time.format(new Date()) }
  },
})

const arithmetic = 'What is 17 % of 2,340?'
const question = 'What time is it in Tokyo right now?'

/** Streams an answer, then runs a tool for another. */
export const conversation: Step = {
  name: 'conversation',
  title: 'Streaming and function calling',
  endpoints: ['POST /v1/chat/completions'],
  async run({ mira, signal }) {
    writeSaying('you', arithmetic)
    writeSpeaker('mira')
    const startedAtMs = performance.now()
    let firstTextMs: number | undefined
    const stream = mira.chat.stream({ messages: [{ role: 'user', content: arithmetic }] }, { signal })
    for await (const { text } of stream) {
      if (text) firstTextMs ??= performance.now() - startedAtMs
      write(text)
    }
    writeLine()
    const { choices } = await stream.final()
    expect(String(choices[0]?.message.content).replaceAll(',', '').includes('397.8'), '17 % of 2,340 must be 397.8')

    writeSaying('you', question)
    const { completion, rounds } = await mira.chat.runTools(
      {
        messages: [{ role: 'user', content: question }],
        tools: [timeIn],
        onToolCall: ({ name, arguments: input }) =>
          writeLine(dim(`     calls ${name} with ${typeof input === 'string' ? input : JSON.stringify(input)}`)),
      },
      { signal },
    )
    const answer = String(completion.choices[0]?.message.content)
    writeSaying('mira', answer)
    expect(answer.includes('Tokyo'), 'The answer must name the city of the tool call')
    return `first text after ${Math.round(firstTextMs ?? 0)} ms, ${rounds} rounds with the tool`
  },
}
