import { type Client, createClient } from '@mira/core'

/** The client of the page. It has no API key: the proxy on the page's server adds one. */
export const client: Client = createClient({ baseUrl: '/api/mira' })
