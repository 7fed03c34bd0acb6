import Replicate from 'replicate'
import { jobPrompt, type OpenClient, type ReadyJob } from './client.ts'

/** The replicate client. */
export const open: OpenClient<'runJob'> = (baseUrl) => {
  const client = new Replicate({ auth: 'key', baseUrl: `${baseUrl}/v1` })
  return {
    async runJob() {
      const output = await client.run('someone/music', { input: { prompt: jobPrompt } })
      return (output as ReadyJob).ready_at_ms
    },
  }
}
