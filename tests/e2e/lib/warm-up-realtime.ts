import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import type { RunningServer } from '@mira/server'
import { nextEvent } from './next-event.ts'
import { frames } from './spoken.ts'

/**
 * Asks the server a question by voice, once. It loads its engines on first use, which on a busy machine takes longer
 * than the timeouts of other clients' sessions.
 *
 * @param question - 16-bit mono audio at 24 kHz, surrounded by silence.
 */
export async function warmUpRealtime(server: RunningServer, question: Buffer): Promise<void> {
  const client = createClient({ baseUrl: server.url, apiKey: server.apiKey ?? '' })
  const patience = { handshakeTimeoutMs: 120_000, heartbeat: false, reconnect: false } as const
  await using session = await connectRealtime(client, { voice: 'rms' }, patience)
  const answered = nextEvent(session, 'response.done')
  for (const frame of frames(question)) await session.sendAudio(frame)
  await answered
}
