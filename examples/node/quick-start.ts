import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

// Reads MIRA_API_KEY, MIRA_BASE_URL and MIRA_MODEL.
const mira = createClient().extend(chat)

for await (const { text } of mira.chat.stream({ messages: [{ role: 'user', content: 'What is 12 % of 250?' }] })) {
  process.stdout.write(text)
}
