import { readFile } from 'node:fs/promises'
import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { createWavSource } from '@mira/realtime/node'
import type { SpokenStage } from './use-stage.test-support.ts'

/**
 * Asks the API of a stage one question by voice. It loads its engines on first use, which on a busy machine takes
 * longer than the page's timeout.
 */
export async function warmUpCall({ api, question }: SpokenStage): Promise<void> {
  const client = createClient({ baseUrl: api.url, apiKey: api.apiKey })
  const patience = { handshakeTimeoutMs: 120_000, heartbeat: false, reconnect: false } as const
  await using session = await connectRealtime(client, { voice: 'rms' }, patience)
  const answered = new Promise((resolve) => session.on('response.done', resolve))
  const source = createWavSource(await readFile(question.path))
  await source.start(session.sampleRates.input, (samples) => void session.sendAudio(samples))
  await answered
  await source.close()
}
