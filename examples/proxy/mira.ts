// The rules of the proxy, which every server of this folder uses.
import { endpoints, type ProxyOptions } from '@mira/proxy'

export const options: ProxyOptions = {
  allow: [...endpoints.chat, 'POST /v1/audio/speech', ...endpoints.realtime],
  // Your own session goes here: whoever has one may call, and is counted by its id.
  authorize: (request) => /\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1],
  limits: { requests: 30 },
}
