// Cloudflare Workers; supports the realtime WebSocket without further setup.
import { createProxyHandler } from '@mira/proxy'
import { options } from './mira.ts'

interface Environment {
  readonly MIRA_API_KEY: string
  readonly MIRA_BASE_URL?: string
}

let handler: ReturnType<typeof createProxyHandler> | undefined

export default {
  fetch(request: Request, { MIRA_API_KEY: apiKey, MIRA_BASE_URL: baseUrl }: Environment): Promise<Response> {
    handler ??= createProxyHandler({ ...options, apiKey, baseUrl })
    return handler(request)
  },
}
