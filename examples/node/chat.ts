import { type ChatMessage, chat, reasoningText } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

// #region ask
const completion = await mira.chat.create({
  model: 'mira-thinking',
  messages: [
    { role: 'system', content: 'Reply with only the number.' },
    { role: 'user', content: 'What is 12 % of 250?' },
  ],
  max_tokens: 200,
})
const answer = completion.choices[0]?.message
console.log(answer?.content, completion.usage?.total_tokens)
// #endregion

// #region reasoning
if (answer) console.log(reasoningText(answer))
// #endregion

// #region conversation
const messages: ChatMessage[] = []
for (const content of ['My name is Ada.', 'What is my name?']) {
  messages.push({ role: 'user', content })
  const { choices } = await mira.chat.create({ messages })
  if (choices[0]) messages.push(choices[0].message) // unchanged, with its reasoning and tool calls
}
console.log(messages.at(-1)?.content)
// #endregion
