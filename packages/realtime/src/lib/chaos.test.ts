import { type ScriptedSocket, startChaosProxy, startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConversationItem } from './conversation-item.ts'
import { itemText } from './conversation-item.ts'
import { greeting, openSession } from './session.test-support.ts'

const cycles = Number(process.env.MIRA_CHAOS_CYCLES ?? 100)

/** A model that calls a function for every question and then answers, using only the received items. */
async function answerQuestions(socket: ScriptedSocket): Promise<void> {
  const told: ConversationItem[] = []
  for await (const { data } of socket) {
    const event = JSON.parse(String(data))
    if (event.type === 'conversation.item.create') {
      told.push(event.item)
      await socket.send({ type: 'conversation.item.created', item: event.item })
    }
    if (event.type === 'response.create') await respond(socket, told)
  }
}

async function respond(socket: ScriptedSocket, told: ConversationItem[]): Promise<void> {
  const last = told.at(-1)
  const turn = told.filter(({ role }) => role === 'user').length
  const id = `r${told.length}`
  const item: ConversationItem =
    last?.type === 'function_call_output'
      ? {
          type: 'message',
          id: `a${turn}`,
          role: 'assistant',
          content: [{ type: 'text', text: `Answer ${last.output}` }],
        }
      : { type: 'function_call', id: `f${turn}`, call_id: `call-${itemText(last!)}`, name: 'look', arguments: '{}' }
  await socket.send({ type: 'response.created', response: { id } })
  await socket.send({ type: 'response.output_item.added', response_id: id, item: { ...item, arguments: '' } })
  await socket.send({ type: 'response.output_item.done', response_id: id, item })
  await socket.send({ type: 'response.done', response: { id, status: 'completed', output: [item] } })
  told.push(item)
}

describe('chaos', () => {
  it(`loses and doubles no call and no turn over ${cycles} broken connections`, { timeout: 300_000 }, async () => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting(answerQuestions) })
    // Cuts occur anywhere after the handshake, as clean ends or resets, in either direction.
    const cuts = fc.sample(
      fc.record({ at: fc.integer({ min: 300, max: 2_500 }), how: fc.integer({ min: 0, max: 3 }) }),
      {
        numRuns: cycles,
        seed: 7,
      },
    )
    const script = cuts.map(({ at, how }) => {
      const cut = how % 2 === 0 ? { dropAt: at } : { resetAt: at }
      return how < 2 ? { toClient: cut } : { toServer: { dropAt: at + 400 } }
    })
    await using proxy = await startChaosProxy({ target: server.webSocketUrl, script: [{}, ...script, {}] })
    const calls: string[] = []
    await using session = await openSession(proxy.url, {
      reconnect: { baseDelayMs: 1, maxDelayMs: 2, maxAttempts: Number.MAX_SAFE_INTEGER },
      maxHistoryItems: 8,
      params: { tools: [{ name: 'look', execute: (_, { callId }) => calls.push(callId) && callId }] },
    })
    let turn = 0
    while (proxy.connections.length <= cycles) {
      turn += 1
      const answered = answerOf(session, turn)
      session.sendText(`q${turn}`)
      // The first connection stays intact so that the session opens; each later one is cut by its rule.
      if (turn === 1) proxy.connections[0]?.reset()
      await answered
    }
    const turns = Array.from({ length: turn }, (_, index) => `call-q${index + 1}`)
    expect(calls).toEqual(turns)
    const kept = session.items.filter(({ type }) => type === 'function_call_output').map(({ call_id }) => call_id)
    expect(kept).toEqual(turns.slice(-kept.length))
    console.log(`chaos: ${proxy.connections.length} connections, ${turn} turns, ${calls.length} calls, each once`)
  })
})

/** Resolves when a turn is answered, on any connection. */
function answerOf(session: Awaited<ReturnType<typeof openSession>>, turn: number): Promise<void> {
  return new Promise((resolve) => {
    const off = session.on('response.done', ({ response }) => {
      const [item] = response.output ?? []
      if (item?.type !== 'message' || itemText(item) !== `Answer call-q${turn}`) return
      off()
      resolve()
    })
  })
}
