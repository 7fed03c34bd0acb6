import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
// #region cache
import { cacheReplies, isCached } from '@mira/traffic'

const mira = cacheReplies(createClient().extend(chat), { maxEntries: 10_000, ttlMs: 24 * 3_600_000 })

const input = ['Delivery times and costs', 'Opening hours']
const first = await mira.embeddings.create({ input })
const second = await mira.embeddings.create({ input }) // no request
console.log(isCached(first), isCached(second), second.data.length)
// #endregion
