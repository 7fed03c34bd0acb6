// Proxy options shared by the servers of this folder.
import { endpoints, type ProxyOptions } from '@mira/proxy'

export const options: ProxyOptions = {
  allow: [...endpoints.chat, 'POST /v1/audio/speech', ...endpoints.realtime],
  // Look up your session here: its id identifies the visitor, to whom the limits apply.
  authorize: (request) => /\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1],
  limits: { requests: 30 },
}
