import { createProxyHandler, endpoints } from '@mira/proxy'

// Reads MIRA_API_KEY, which stays on the server.
const handler = createProxyHandler({
  allow: endpoints.chat,
  // Look up your session here: return the id of its user, or null to reject. Until then all visitors share one limit.
  authorize: () => 'everyone',
  limits: { requests: 30 },
})

export { handler as DELETE, handler as GET, handler as POST }
