import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest, ChatTool } from '../src/index.ts'
import { EngineInputError } from '../src/index.ts'

/** Server on a free loopback port. */
export interface TestServer extends AsyncDisposable {
  readonly baseUrl: string
}

/** Serves a listener until disposed, which closes open connections. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface WireCall {
  readonly id: string
  readonly function: { readonly name: string; readonly arguments: string }
}

interface WireRequest {
  readonly model: string
  readonly messages: readonly (Omit<ChatMessage, 'toolCalls' | 'toolCallId'> & {
    readonly tool_call_id?: string
    readonly tool_calls?: readonly WireCall[]
  })[]
  readonly tools?: readonly { readonly function: ChatTool }[]
  readonly tool_choice?: 'auto' | 'none' | 'required' | { readonly function: { readonly name: string } }
  readonly response_format?: {
    readonly type: 'text' | 'json_object' | 'json_schema'
    readonly json_schema?: { readonly name: string; readonly schema: Record<string, unknown> }
  }
  readonly max_tokens?: number
  readonly stop?: readonly string[]
}

/** Creates a listener that serves an engine through OpenAI's chat completions and models APIs. */
export function speakOpenAi(engine: ChatEngine): RequestListener {
  return async (request, response) => {
    if (request.url === '/v1/models') {
      const data = (await engine.models()).map(({ id, contextWindow }) => ({
        id,
        object: 'model',
        context_length: contextWindow,
      }))
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data }))
      return
    }
    const left = new AbortController()
    response.on('close', () => left.abort())
    try {
      const body = JSON.parse(await readBody(request)) as WireRequest
      await stream(engine.generate(toChatRequest(body), left), response)
    } catch (error) {
      if (left.signal.aborted) return
      response.writeHead(error instanceof EngineInputError ? 400 : 500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: error instanceof Error ? error.message : 'failed' } }))
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

function toChatRequest(body: WireRequest): ChatRequest {
  const format = body.response_format
  return {
    model: body.model,
    messages: body.messages.map(({ tool_call_id: toolCallId, tool_calls: calls, ...message }) => ({
      ...message,
      toolCallId,
      toolCalls: calls?.map((call) => ({ id: call.id, ...call.function })),
    })),
    tools: body.tools?.map((tool) => tool.function),
    toolChoice: typeof body.tool_choice === 'object' ? body.tool_choice.function : body.tool_choice,
    responseFormat: format?.json_schema ? { type: 'json_schema', ...format.json_schema } : undefined,
    maxTokens: body.max_tokens,
    stop: body.stop,
  }
}

async function stream(events: AsyncIterable<ChatEvent>, response: ServerResponse): Promise<void> {
  for await (const event of events) {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const chunk of toChunks(event)) response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  response.end('data: [DONE]\n\n')
}

function toChunks(event: ChatEvent): unknown[] {
  if (event.type === 'text') return [{ choices: [{ index: 0, delta: { content: event.text } }] }]
  if (event.type === 'reasoning') return [{ choices: [{ index: 0, delta: { reasoning_content: event.text } }] }]
  if (event.type === 'tool_call') {
    const { index, id, name, arguments: args } = event
    return [{ choices: [{ index: 0, delta: { tool_calls: [{ index, id, function: { name, arguments: args } }] } }] }]
  }
  const { promptTokens: prompt_tokens, completionTokens: completion_tokens } = event.usage
  return [
    { choices: [{ index: 0, delta: {}, finish_reason: event.reason }] },
    { choices: [], usage: { prompt_tokens, completion_tokens } },
  ]
}
