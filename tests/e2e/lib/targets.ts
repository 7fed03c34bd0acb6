import { LLMock } from '@copilotkit/aimock'
import { startServer } from '@mira/server'

/** A running server that the packages are tested against. */
export interface RunningTarget {
  readonly baseUrl: string
  readonly apiKey: string
  close(): Promise<void>
}

/** A kind of server that the packages are tested against. */
export interface Target {
  readonly name: string
  start(): Promise<RunningTarget>
}

/** Chat prompt that all targets answer with 42. */
export const question = 'What is 6 times 7?'
/** Chat prompt that all targets answer with a tool call. */
export const timeQuestion = 'What time is it in Tokyo right now?'
/** Chat prompt from which all targets extract structured output. */
export const order = 'My name is Anna and I would like to order 3 pizzas.'
const anyText = /./s

/** The local server, with the engines of a default install. */
const localServer: Target = {
  name: 'the local server',
  async start() {
    const server = await startServer({ port: 0 })
    return { baseUrl: server.url, apiKey: server.apiKey, close: () => server.close() }
  },
}

/** A third-party OpenAI-compatible mock, independent of these packages. */
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

/** All targets. */
export const targets: readonly Target[] = [localServer, foreignMock]
