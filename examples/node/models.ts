import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

const { data } = await mira.models.list() // needs no API key
for (const { id, context_window, ...fields } of data) {
  console.log(id, context_window, fields.engine ?? '') // the local server reports the engine of each model
}
