import { createClient } from '@mira/core'
import { transcribe } from '@mira/media'

const client = createClient({ baseUrl: '/api/mira' })
console.log((await transcribe(client, { file: new Blob([]) })).text)
