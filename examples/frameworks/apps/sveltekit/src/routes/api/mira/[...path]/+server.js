// src/routes/api/mira/[...path]/+server.ts
import { createProxyHandler, endpoints } from '@mira/proxy'

// Reads MIRA_API_KEY, which stays on the server.
const handler = createProxyHandler({
  allow: endpoints.chat,
  authorize: () => 'everyone', // look up your session here
})

export const fallback = ({ request }) => handler(request)
