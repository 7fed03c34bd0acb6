import type { ChatTask } from './language-task.ts'

/**
 * Task that loads the modules that most chats need, those for formulas included. Without it, the first chat takes seconds.
 * JSON is left out: its dictionary takes as long as a long task, and the process is needed before.
 */
export const warmUpTask: ChatTask = {
  kind: 'chat',
  request: JSON.stringify({
    model: '',
    messages: [{ role: 'user', content: 'What is 17 + 25?' }],
  }),
  imageDescriptions: undefined,
  now: new Date(0),
  timeZone: 'UTC',
}
