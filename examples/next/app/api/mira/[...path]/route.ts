import { createProxyHandler, endpoints } from '@mira/proxy'

// Reads MIRA_API_KEY, which no page ever sees.
const handler = createProxyHandler({
  allow: endpoints.chat,
  // Your own session goes here: give the id of its user, or null to say no. Until then all visitors share one limit.
  authorize: () => 'everyone',
  limits: { requests: 30 },
})

export { handler as DELETE, handler as GET, handler as POST }
