import { chat } from '@mira/chat'
import { createClient, metadataOf } from '@mira/core'

const mira = createClient().extend(chat)
const messages = [{ role: 'user', content: 'What is 6 times 7?' }]

// #region metadata
const completion = await mira.chat.create({ messages })
const metadata = metadataOf(completion) // the result itself is the server's own object
console.log(metadata?.requestId, metadata?.status, metadata?.durationMs, metadata?.attempts.length)

const stream = mira.chat.stream({ messages })
for await (const _ of stream) break
console.log(metadataOf(stream)?.headers.get('content-type')) // available once the stream has started
// #endregion
