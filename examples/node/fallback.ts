import { chat } from '@mira/chat'
import { createClient, metadataOf } from '@mira/core'
import { startServer } from '@mira/server'

// The first server is overloaded.
const first = await startServer({ faults: () => ({ status: 503 }) })
const second = await startServer()
const messages = [{ role: 'user', content: 'What is 6 times 7?' }]

// #region fallback
import { answeredBy, fallBack } from '@mira/traffic'

const other = createClient({ baseUrl: second.url, apiKey: second.apiKey })
const mira = fallBack(createClient({ baseUrl: first.url, apiKey: first.apiKey }).extend(chat), [
  { model: 'mira-thinking' }, // another model of the same server
  { client: other, model: 'mira' }, // another server, with its own key
])

const completion = await mira.chat.create({ messages })
console.log(completion.text, 'from target', answeredBy(completion)?.target)
console.log(answeredBy(completion)?.failures.map(({ status }) => status))
// #endregion
console.log(
  metadataOf(completion)?.url === `${second.url}/v1/chat/completions` ? 'from the second server' : 'elsewhere',
)

// #region hedge
import { hedgeCalls } from '@mira/traffic'

const hedged = hedgeCalls(other.extend(chat), { delayMs: 2_000 }) // of at most 5 % of the calls
console.log((await hedged.models.list()).data.length > 0)
// #endregion
await Promise.all([first.close(), second.close()])
