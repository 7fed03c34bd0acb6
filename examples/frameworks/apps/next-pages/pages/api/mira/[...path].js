// pages/api/mira/[...path].ts
import { createProxyHandler, endpoints } from '@mira/proxy'
import { toNodeHandler } from '@mira/proxy/node'

// Reads MIRA_API_KEY, which stays on the server.
const handler = createProxyHandler({
  allow: endpoints.chat,
  authorize: () => 'everyone', // look up your session here
})

export const config = { api: { bodyParser: false, externalResolver: true } }

export default toNodeHandler(handler)
