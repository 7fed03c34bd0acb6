import { createClient } from '@mira/core'
import { media } from '@mira/media'

const mira = createClient({ baseUrl: '/api/mira' }).extend(media)
console.log(await mira.audio.voices())
