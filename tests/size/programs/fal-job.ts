import { createFalClient } from '@fal-ai/client'

const client = createFalClient({ credentials: 'key' })
console.log(await client.subscribe('someone/music', { input: { prompt: 'Melancholic synthwave' } }))
