import { listModels } from '@mira/chat'
import { createClient } from '@mira/core'

const models = await listModels(createClient({ baseUrl: '/api/mira' }))
console.log(models.data.length)
