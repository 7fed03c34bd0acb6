import { type Client, createClient } from '@mira/core'

/** The client of the page: no key, for the proxy of its own server adds one. Screens extend it with what they use. */
export const client: Client = createClient({ baseUrl: '/api/mira' })
