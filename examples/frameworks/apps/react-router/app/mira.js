// app/mira.ts, in routes.ts: route('api/mira/*', 'mira.ts')
import { createProxyHandler, endpoints } from '@mira/proxy'

// Reads MIRA_API_KEY, which stays on the server.
const handler = createProxyHandler({
  allow: endpoints.chat,
  authorize: () => 'everyone', // look up your session here
})

export const loader = ({ request }) => handler(request)
export const action = ({ request }) => handler(request)
