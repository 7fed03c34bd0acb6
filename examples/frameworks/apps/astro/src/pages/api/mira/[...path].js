// src/pages/api/mira/[...path].ts
import { createProxyHandler, endpoints } from '@mira/proxy'

// Reads MIRA_API_KEY, which stays on the server.
const handler = createProxyHandler({
  allow: endpoints.chat,
  authorize: () => 'everyone', // look up your session here
})

export const prerender = false
export const ALL = ({ request }) => handler(request)
