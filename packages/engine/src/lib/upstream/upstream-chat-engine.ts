import type { ChatEngine, ChatModel } from '../chat-engine.ts'
import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import { ChatChunkReader, estimateTokens } from './chat-chunks.ts'
import { toChatBody } from './chat-wire.ts'
import { parseEventStream } from './server-sent-events.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamChatEngine}. */
export interface UpstreamChatEngineOptions extends UpstreamOptions {
  /** Context window, in tokens, of models for which the upstream reports none. Defaults to 32 768. */
  readonly contextWindow?: number | undefined
  /** Maximum number of output tokens of such models. Defaults to 8 192. */
  readonly maxOutputTokens?: number | undefined
}

/**
 * Creates a chat engine that forwards requests to any server with an OpenAI-compatible chat completions API and streams
 * the response.
 *
 * Token usage is as reported by the upstream. If it reports none, usage is estimated at four characters per token.
 */
export function createUpstreamChatEngine(options: UpstreamChatEngineOptions): ChatEngine {
  const client = new UpstreamClient(options)
  return {
    info: {
      name: 'upstream-chat',
      kind: 'upstream',
      description: `Forwards to the language model served at ${client.host}`,
    },
    models: () => listModels(client, options),
    async *generate(request, { signal } = {}) {
      const body = toChatBody(request, options.model ?? request.model)
      const answer = await client.send({ path: '/chat/completions', body, signal })
      const reader = new ChatChunkReader(client.host)
      if (answer.mediaType === 'text/event-stream') {
        for await (const data of parseEventStream(answer.chunks())) {
          // One read may contain many events; an abort takes effect before the next one.
          signal?.throwIfAborted()
          if (data === '[DONE]') break
          yield* reader.read(data)
        }
      } else {
        yield* reader.read(await readAll(answer.chunks()))
      }
      yield reader.finish(request)
    },
    countTokens: async (text) => estimateTokens(text.length),
    close: async () => client.close(),
  }
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
  return text
}

/** Lists the models of the upstream. If it has no list, returns the configured model. */
async function listModels(client: UpstreamClient, options: UpstreamChatEngineOptions): Promise<ChatModel[]> {
  const list = await client.sendForJson({ path: '/models' }).catch((error: unknown) => {
    if (options.model !== undefined) return undefined
    throw error instanceof Error ? error : new EngineUnavailableError(String(error))
  })
  const entries = isRecord(list) && Array.isArray(list.data) ? list.data.filter(isRecord) : []
  const models = entries.map((entry) => toModel(entry, options))
  if (options.model === undefined) return models
  const configured = models.filter(({ id }) => id === options.model)
  return configured.length > 0 ? configured : [toModel({ id: options.model }, options)]
}

function toModel(entry: Record<string, unknown>, options: UpstreamChatEngineOptions): ChatModel {
  const window = ['context_window', 'context_length', 'max_model_len'].map((field) => entry[field])
  return {
    id: String(entry.id),
    contextWindow: window.find((value) => typeof value === 'number') ?? options.contextWindow ?? 32_768,
    maxOutputTokens: Number(entry.max_output_tokens ?? options.maxOutputTokens ?? 8_192),
  }
}
