import { createFalClient } from '@fal-ai/client'
import { jobPrompt, type OpenClient } from './client.ts'

/** Knows one host only: its requests are sent to the server of the benchmark instead. */
export const open: OpenClient<'runJob'> = (baseUrl) => {
  const client = createFalClient({
    credentials: 'key',
    requestMiddleware: async (request) => ({ ...request, url: request.url.replace('https://queue.fal.run', baseUrl) }),
  })
  return {
    async runJob() {
      const { data } = await client.subscribe('someone/music', { input: { prompt: jobPrompt } })
      return data.ready_at_ms
    },
  }
}
