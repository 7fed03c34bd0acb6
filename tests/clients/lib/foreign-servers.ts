import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'

/** Key that the servers expect. */
export const apiKey = 'sk-mira-0000000000000000000000000000000000000000'
export const question = 'What is 6 times 7?'
export const timeQuestion = 'What time is it in Tokyo right now?'
const answer = '6 times 7 is 42.'
const time = 'In Tokyo it is 09:41.'
const call = { name: 'get_time', arguments: '{"city":"Tokyo"}' }

/** A server of other people. */
export interface ForeignServer extends AsyncDisposable {
  readonly url: string
}

/** A kind of such servers; those that are not a library are started from the folder in which they are installed. */
export interface ForeignServerKind {
  readonly package: string
  /** Capabilities that it does not have. */
  readonly missing: readonly string[]
  start(folder: string): Promise<ForeignServer>
}

/** All kinds. */
export const foreignServers: readonly ForeignServerKind[] = [
  { package: '@copilotkit/aimock', missing: [], start: startAimock },
  {
    package: 'openai-mock-api',
    missing: ['embeddings', 'images', 'image edit', 'transcription'],
    start: startOpenaiMockApi,
  },
  {
    package: '@dwmkerr/mock-llm',
    missing: ['tool call', 'embeddings', 'images', 'image edit', 'transcription'],
    start: startMockLlm,
  },
]

async function startAimock(): Promise<ForeignServer> {
  const mock = new LLMock({ port: 0 })
  mock.onMessage(question, { content: answer })
  mock.on({ userMessage: timeQuestion, hasToolResult: false }, { toolCalls: [call] })
  mock.on({ userMessage: timeQuestion, hasToolResult: true }, { content: time })
  mock.onEmbedding(/./s, { embedding: Array.from({ length: 8 }, (_, index) => Math.sin(index)) })
  mock.onImage(/./s, { image: { b64Json: 'iVBORw0KGgo=' } })
  mock.onTranscription({ transcription: { text: 'What is six times seven?' } })
  await mock.start()
  return { url: mock.url, [Symbol.asyncDispose]: () => mock.stop() }
}

async function startOpenaiMockApi(folder: string): Promise<ForeignServer> {
  const port = await freePort()
  const tool = { id: 'call_1', type: 'function', function: call }
  const responses = [
    {
      id: 'answer',
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: answer },
      ],
    },
    {
      id: 'call',
      messages: [
        { role: 'user', content: timeQuestion },
        { role: 'assistant', tool_calls: [tool] },
      ],
    },
    {
      id: 'called',
      messages: [
        { role: 'user', content: timeQuestion },
        { role: 'assistant', tool_calls: [tool] },
        { role: 'tool', matcher: 'any', tool_call_id: 'call_1' },
        { role: 'assistant', content: time },
      ],
    },
  ]
  // YAML contains JSON.
  writeFileSync(join(folder, 'openai-mock-api.yaml'), JSON.stringify({ apiKey, port, responses }))
  const args = ['--config', 'openai-mock-api.yaml', '--port', String(port)]
  return startCommand(folder, { bin: 'openai-mock-api', args, port })
}

async function startMockLlm(folder: string): Promise<ForeignServer> {
  const port = await freePort()
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'mock',
    choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
  }
  const models = { object: 'list', data: [{ id: 'mock', object: 'model', owned_by: 'mock' }] }
  const rules = [
    { path: '/v1/chat/completions', match: '@', response: { status: 200, content: JSON.stringify(completion) } },
    { path: '/v1/models', match: '@', response: { status: 200, content: JSON.stringify(models) } },
  ]
  writeFileSync(join(folder, 'mock-llm.yaml'), JSON.stringify({ rules }))
  return startCommand(folder, { bin: 'mock-llm', args: ['--config', 'mock-llm.yaml'], port })
}

/** Starts a command of an installed package, and waits until it listens. */
async function startCommand(
  folder: string,
  { bin, args, port }: { readonly bin: string; readonly args: readonly string[]; readonly port: number },
): Promise<ForeignServer> {
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', NODE_OPTIONS: '' }
  const child = spawn(join(folder, 'node_modules/.bin', bin), args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listening = new Promise<void>((resolve, reject) => {
    const read = (bytes: Buffer) => {
      output += bytes
      if (/running|started|listening/i.test(output)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', () => reject(new Error(`${bin} ended: ${output}`)))
  })
  await listening
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'close')
    },
  }
}

/** Returns a port that nothing listens on, for servers that do not choose one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return port
}
