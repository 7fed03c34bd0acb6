import type { ChatTask } from './language-task.ts'

const sum = { role: 'user', content: 'What is 17 + 25?' }

const circumstances = { imageDescriptions: undefined, now: new Date(0), timeZone: 'UTC' }

/** Task that loads all modules for chats, those for JSON and formulas included. Without it, the first chat takes seconds. */
export const warmUpTask: ChatTask = {
  kind: 'chat',
  request: JSON.stringify({
    model: '',
    messages: [{ ...sum, content: `${sum.content} Ada Lovelace from London needs it by Friday.` }],
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
  ...circumstances,
}

/**
 * Task that loads what most chats need. A caller waits for the process meanwhile, and the grammar and dictionary for JSON take
 * a quarter of the time.
 */
export const spareWarmUpTask: ChatTask = {
  kind: 'chat',
  request: JSON.stringify({ model: '', messages: [sum] }),
  ...circumstances,
}
