import { createClient } from '@mira/core'
import { downloadResult, generateMusic } from '@mira/jobs'

// In a page: createClient({ baseUrl: '/api/mira' }), with a proxy that adds the API key.
const client = createClient()
const song = await generateMusic(client, { prompt: 'Rain', instrumental: true, duration_seconds: 3 })
await song.wait()
const blob = await downloadResult(client, song).blob()
console.log(blob.type)
