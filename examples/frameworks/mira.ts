// Handler shared by the servers of this folder. Reads MIRA_API_KEY, which stays on the server.
import { createProxyHandler, endpoints } from '@mira/proxy'

export const handler = createProxyHandler({
  allow: endpoints.chat,
  // Look up your session here: its id identifies the visitor, to whom the limits apply.
  authorize: (request) => /\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1],
  limits: { requests: 30 },
})
