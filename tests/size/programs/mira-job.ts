import { createClient } from '@mira/core'
import { generateMusic } from '@mira/jobs'

const song = await generateMusic(createClient({ baseUrl: '/api/mira' }), { prompt: 'Melancholic synthwave' })
console.log(await song.wait())
