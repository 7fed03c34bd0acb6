import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest, EngineCallOptions } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import { LanguageHost } from '../language-host.ts'
import type { ChatTask } from '../language-task.ts'
import { type DescribeImage, describeImages } from './describe-images.ts'
import { models } from './models.ts'

/** Options for {@link createLocalChatEngine}. */
export interface LocalChatEngineOptions {
  /** The moment that "today" is told from; called once a request (default the system's clock). */
  readonly now?: (() => Date) | undefined
  /** IANA zone that dates and times are told in (default the system's). */
  readonly timeZone?: string | undefined
  /** Describes a picture for a question about it; without it, pictures are declined in a plain sentence. */
  readonly describeImage?: DescribeImage | undefined
  /**
   * Limits of the child process. An engine with this option has a process of its own; the others of this package share one.
   *
   * @defaultValue 30 s a request, and 1.5 GiB of memory.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates a chat engine without a language model: rules over neural sentence embeddings.
 *
 * It chooses and calls tools, writes JSON by schema, computes (arithmetic, units, dates, lists, counts, definitions,
 * extractive summaries) and recalls the conversation; to anything else it says plainly that no language model is
 * configured. The same request gives the same answer. `mira-thinking` tells the true trace of its decisions first.
 *
 * The work runs in a child process, started at the first call. A request that exceeds its limits rejects with
 * `deadline_exceeded` or `memory_exceeded`.
 */
export function createLocalChatEngine(options: LocalChatEngineOptions = {}): ChatEngine {
  const host = new LanguageHost(options.worker)
  return {
    info: {
      name: 'mira-local',
      kind: 'rules',
      description:
        'Rules over neural sentence embeddings; not a language model. It computes, calls tools, writes JSON by schema and recalls the conversation, and says so when it cannot answer.',
      version: '1',
      licence: 'MIT AND Apache-2.0',
    },
    models: async () => models,
    generate: (request, callOptions = {}) => generate(host, request, options, callOptions),
    countTokens: (text) => host.run({ kind: 'count', text }),
    close: () => host.close(),
  }
}

/** Yields an answer that is already complete: a slow reader must not hold the process, nor run into its deadline. */
async function* generate(
  host: LanguageHost,
  request: ChatRequest,
  options: LocalChatEngineOptions,
  callOptions: EngineCallOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  callOptions.signal?.throwIfAborted()
  checkRequest(request)
  const events = await host.run(await toTask(request, options, callOptions), callOptions)
  for (const event of events) {
    callOptions.signal?.throwIfAborted()
    yield event
  }
}

function checkRequest({ messages, maxTokens = 1 }: ChatRequest): void {
  if (messages.length === 0) throw new EngineInputError('messages must not be empty', 'messages', { code: 'empty' })
  if (maxTokens < 1) throw new EngineInputError('max_tokens must be at least 1', 'max_tokens')
}

async function toTask(
  request: ChatRequest,
  { now, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone, describeImage }: LocalChatEngineOptions,
  callOptions: EngineCallOptions,
): Promise<ChatTask> {
  return {
    kind: 'chat',
    request: toJson(request),
    // Before the task: the vision engine has its own limits, and the process serves others meanwhile.
    imageDescriptions: describeImage && (await describeImages(request.messages, describeImage, callOptions)),
    now: now?.() ?? new Date(),
    timeZone,
  }
}

/** Writes down what the answer depends on; images, which are large, do not leave this process. */
function toJson(request: ChatRequest): string {
  const { model, messages, tools, toolChoice, parallelToolCalls, responseFormat, maxTokens, stop } = request
  const used = { model, tools, toolChoice, parallelToolCalls, responseFormat, maxTokens, stop }
  try {
    return JSON.stringify({ ...used, messages: messages.map(withoutImages) })
  } catch (cause) {
    // Sent as an object, it would cost the process: a message that cannot be cloned ends its task by force.
    const message = 'The request must be plain JSON, and its schemas not nested thousands of levels deep'
    throw new EngineInputError(message, undefined, { cause })
  }
}

function withoutImages(message: ChatMessage): ChatMessage {
  if (!Array.isArray(message.content)) return message
  const content = message.content.map((part) =>
    part.type === 'image_url' ? { ...part, image_url: { url: '' } } : part,
  )
  return { ...message, content }
}
