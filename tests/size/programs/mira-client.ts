import { createClient } from '@mira/core'

console.log(createClient({ baseUrl: '/api/mira' }).baseUrl)
