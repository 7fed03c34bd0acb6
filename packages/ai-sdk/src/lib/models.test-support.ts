import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { type ClientOptions, createClient } from '@mira/core'
import { type RoutesOf, startTestServer, type TestServer } from '@mira/test-server'
import { createMira, type MiraProvider } from './create-mira.ts'

/** A provider of a scripted server. */
export interface ScriptedModels extends AsyncDisposable {
  readonly server: TestServer
  readonly mira: MiraProvider
}

/** Starts a scripted server, and creates a provider for it that retries without delay. */
export async function startModels<Routes>(
  routes: RoutesOf<Routes>,
  options: ClientOptions = {},
): Promise<ScriptedModels> {
  const server = await startTestServer(routes)
  const client = createClient({ baseUrl: server.url, apiKey: null, retry: { baseDelayMs: 1 }, ...options })
  return { server, mira: createMira(client), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** Prompt of a call that depends on none. */
export const hello: LanguageModelV4CallOptions['prompt'] = [
  { role: 'user', content: [{ type: 'text', text: 'Привет' }] },
]

/** Reads all parts of a stream. */
export async function partsOf(
  model: LanguageModelV4,
  options: Partial<LanguageModelV4CallOptions> = {},
): Promise<LanguageModelV4StreamPart[]> {
  const { stream } = await model.doStream({ prompt: hello, ...options })
  const parts: LanguageModelV4StreamPart[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

/** A chunk of a chat stream. */
export const chunk = (delta: object, finish_reason: string | null = null): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_714_867_200,
  model: 'mira',
  choices: [{ index: 0, delta, finish_reason }],
})

/** A chat completion with one choice. */
export const completion = (message: object, fields: object = {}): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_714_867_200,
  model: 'mira',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...fields }],
})
