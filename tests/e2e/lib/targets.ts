import { LLMock } from '@copilotkit/aimock'
import { startServer } from '@mira/server'

/** A server that the packages are tried against. */
export interface RunningTarget {
  readonly baseUrl: string
  readonly apiKey: string
  close(): Promise<void>
}

export interface Target {
  readonly name: string
  start(): Promise<RunningTarget>
}

export const question = 'What is 6 times 7?'
export const timeQuestion = 'What time is it in Tokyo right now?'
export const order = 'My name is Anna and I would like to order 3 pizzas.'
const anyText = /./s

/** Our own server, with the engines of a plain install. */
const localServer: Target = {
  name: 'the local server',
  async start() {
    const server = await startServer({ port: 0 })
    return { baseUrl: server.url, apiKey: server.apiKey, close: () => server.close() }
  },
}

/** An OpenAI-shaped mock that others wrote: it knows nothing of our packages. */
const foreignMock: Target = {
  name: 'an OpenAI-shaped mock by others',
  async start() {
    const mock = new LLMock({ port: 0 })
    mock.onMessage(question, { content: '6 times 7 is 42.' })
    mock.on(
      { userMessage: timeQuestion, hasToolResult: false },
      { toolCalls: [{ name: 'get_time', arguments: '{"city":"Tokyo"}' }] },
    )
    mock.on({ userMessage: timeQuestion, hasToolResult: true }, { content: 'In Tokyo it is 09:41.' })
    mock.onMessage(order, { content: '{"customer":"Anna","item":"pizza","quantity":3}' })
    mock.onEmbedding(anyText, { embedding: Array.from({ length: 512 }, (_, index) => Math.sin(index)) })
    await mock.start()
    return { baseUrl: mock.url, apiKey: 'sk-mira-0000000000000000000000000000000000000000', close: () => mock.stop() }
  },
}

export const targets: readonly Target[] = [localServer, foreignMock]
