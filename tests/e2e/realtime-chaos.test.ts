import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeSession } from '@mira/realtime'
import { startServer } from '@mira/server'
import { startChaosProxy } from '@mira/test-server'
import { expect, it } from 'vitest'

/** Full run: `MIRA_CHAOS_CYCLES=1000 vitest run tests/e2e/realtime-chaos`. */
const cycles = Number(process.env.MIRA_CHAOS_CYCLES ?? 15)

/** Byte offsets after the handshake, spread over a turn with its call and its answer; identical in every run. */
const places = Array.from({ length: cycles }, (_, index) => 600 + ((index * 733) % 5_000))

it(`loses and doubles no turn and no call of the local server over ${cycles} broken connections`, {
  timeout: 300_000 + cycles * 1_000,
}, async () => {
  await using server = await startServer({ limits: { maxRealtimeSessionSeconds: 3_600 } })
  const script = places.map((at, index) => {
    const cut = index % 2 === 0 ? { dropAt: at } : { resetAt: at }
    return index % 3 === 0 ? { toServer: cut } : { toClient: cut }
  })
  await using proxy = await startChaosProxy({ target: server.url.replace('http', 'ws'), script: [{}, ...script, {}] })
  const calls: string[] = []
  const client = createClient({ baseUrl: proxy.url.replace('ws', 'http'), apiKey: server.apiKey })
  await using session = await connectRealtime(
    client,
    {
      modalities: ['text'],
      tools: [
        {
          name: 'get_weather',
          description: 'Gets the weather of a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          execute: (_, { callId }) => {
            calls.push(callId)
            return 'It is sunny.'
          },
        },
      ],
    },
    { reconnect: { baseDelayMs: 1, maxDelayMs: 2, maxAttempts: Number.MAX_SAFE_INTEGER }, maxHistoryItems: 8 },
  )
  let turns = 0
  while (proxy.connections.length <= cycles) {
    const answered = answerOf(session)
    session.sendText('What is the weather in Paris?')
    // The first connection is left intact, so that the session opens.
    if (turns === 0) proxy.connections[0]?.reset()
    await answered
    turns += 1
  }
  console.log(`chaos: ${proxy.connections.length} connections, ${turns} turns, ${calls.length} calls`)
  expect(calls.length).toBe(turns)
  expect(new Set(calls).size).toBe(turns)
})

/** Resolves when an answer has arrived completely after its call, on any connection. */
function answerOf(session: RealtimeSession): Promise<void> {
  return new Promise((resolve) => {
    const off = session.on('response.done', ({ response: { status, output } }) => {
      const isAnswer = output?.some(({ type }) => type === 'message') === true
      if (status !== 'completed' || !isAnswer) return
      off()
      resolve()
    })
  })
}
