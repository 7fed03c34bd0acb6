import { mira } from '@mira/ai-sdk' // reads MIRA_API_KEY, which stays on the server
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  isStepCount,
  streamText,
  tool,
  toUIMessageStream,
  type UIMessage,
} from 'ai'
import { z } from 'zod'

const tools = {
  get_weather: tool({
    description: 'Weather of a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ city, celsius: -20 }),
  }),
}

/** Answers a conversation. Look up your session here first: this route is open to everyone who reaches it. */
export async function POST(request: Request): Promise<Response> {
  const { messages }: { messages: UIMessage[] } = await request.json()
  const result = streamText({
    model: mira('mira'),
    system: 'Answer briefly, in the language of the question.',
    messages: await convertToModelMessages(messages),
    tools,
    stopWhen: isStepCount(5),
    abortSignal: request.signal, // a visitor who leaves ends the call
  })
  const stream = toUIMessageStream({ stream: result.stream, tools, onError: () => 'The answer failed. Try again.' })
  return createUIMessageStreamResponse({ stream })
}
