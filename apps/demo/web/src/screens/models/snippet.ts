import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient({ baseUrl: '/api/mira' }).extend(chat)

const { data } = await mira.models.list()
for (const { id, engine } of data) console.log(id, engine)
