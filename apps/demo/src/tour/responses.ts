import { outputText } from '@mira/chat'
import { expect, type Step } from '../lib/step.ts'
import { write, writeLine, writeSaying, writeSpeaker } from '../lib/terminal.ts'

const fact = 'Please remember that my dog is called Biscuit.'
const question = 'What is my dog called?'

/** Runs two turns with the Responses API; the second refers to the stored first response. */
export const responses: Step = {
  name: 'responses',
  title: 'Responses with a stored conversation',
  endpoints: ['POST /v1/responses'],
  async run({ mira, signal }) {
    writeSaying('you', fact)
    const first = await mira.responses.create({ input: fact }, { signal })
    writeSaying('mira', outputText(first))
    writeSaying('you', question)
    writeSpeaker('mira')
    const stream = mira.responses.stream({ input: question, previous_response_id: first.id }, { signal })
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') write(String(event.delta))
    }
    writeLine()
    const answer = outputText(await stream.final())
    expect(answer.includes('Biscuit'), 'The second response must know the first message')
    return answer
  },
}
