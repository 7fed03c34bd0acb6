import type { ChatRequest } from '@mira/engine'
import type { ChatTask } from './language-task.ts'

/** Task that loads what most chats need, the calculator included. Without it, the first chat takes seconds. */
export const warmUpTask: ChatTask = toTask({ messages: [{ role: 'user', content: 'What is 17 + 25?' }] })

/** Tasks that load what other chats need: grammar and dictionary for JSON, the choice of tools, and the language detector. */
export const idleTasks: readonly ChatTask[] = [
  toTask({
    messages: [{ role: 'user', content: 'What is 17 + 25? Ada Lovelace from London needs it by Friday.' }],
    responseFormat: {
      type: 'json_schema',
      name: 'warm_up',
      schema: {
        type: 'object',
        properties: {
          answer: { type: 'number' },
          product: { type: 'string' },
          deadline: { type: 'string', format: 'date' },
          code: { type: 'string', pattern: '^[A-Z]{2}$' },
        },
        required: ['answer', 'product', 'deadline', 'code'],
      },
    },
  }),
  toTask({
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    tools: [
      {
        name: 'get_weather',
        description: 'Returns the current weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    ],
  }),
  toTask({ messages: [{ role: 'user', content: 'Wie wird das Wetter in Paris?' }] }),
]

function toTask(request: Omit<ChatRequest, 'model'>): ChatTask {
  return {
    kind: 'chat',
    request: JSON.stringify({ model: '', ...request }),
    imageDescriptions: undefined,
    now: new Date(0),
    timeZone: 'UTC',
  }
}
