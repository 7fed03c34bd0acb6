import { createEmbeddings } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' })
const embeddings = await createEmbeddings(client, { input: 'Hello' })
console.log(embeddings.data[0]?.embedding.length)
