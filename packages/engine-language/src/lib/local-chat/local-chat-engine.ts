import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest, EngineCallOptions } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import { LanguageHost } from '../language-host.ts'
import type { ChatTask } from '../language-task.ts'
import { warmUpTask } from '../warm-up-task.ts'
import { type DescribeImage, describeImages } from './describe-images.ts'
import { models } from './models.ts'

/** Options for {@link createLocalChatEngine}. */
export interface LocalChatEngineOptions {
  /** Current time for relative dates such as "today". Called once per request. Defaults to the system clock. */
  readonly now?: (() => Date) | undefined
  /** IANA time zone of dates and times. Defaults to the system's. */
  readonly timeZone?: string | undefined
  /** Describes an image in the context of a question. Without it, questions about images are declined. */
  readonly describeImage?: DescribeImage | undefined
  /**
   * Limits of the child process. An engine with this option has its own process; the other engines of this package
   * share one.
   *
   * @defaultValue 30 s per request and 1.5 GiB of memory
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates a chat engine without a language model: rules over neural sentence embeddings.
 *
 * It chooses and calls tools, writes JSON by schema, computes (arithmetic, units, dates, lists, counts, definitions,
 * extractive summaries) and recalls the conversation. For anything else, it states that no language model is
 * configured. The same request returns the same answer. `mira-thinking` first emits the actual trace of its decisions
 * as reasoning.
 *
 * The work runs in a child process, started on the first call. A request that exceeds its limits rejects with
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
      license: 'MIT AND Apache-2.0',
    },
    models: async () => models,
    async warmUp() {
      // A caller who comes meanwhile is served in between.
      const messages = [{ role: 'user', content: 'Hello' }] as const
      for await (const event of generate({ model: 'mira', messages }, {}, { ...options, host })) void event
      await host.run(warmUpTask)
    },
    generate: (request, callOptions = {}) => generate(request, callOptions, { ...options, host }),
    countTokens: (text) => host.run({ kind: 'count', text }),
    countPromptTokens: async (request, callOptions) =>
      host.run({ kind: 'count_prompt', request: toJson(request) }, callOptions),
    close: () => host.close(),
  }
}

/** Yields the events of a complete answer, so that a slow reader neither blocks the process nor hits its deadline. */
async function* generate(
  request: ChatRequest,
  callOptions: EngineCallOptions,
  { host, ...options }: LocalChatEngineOptions & { readonly host: LanguageHost },
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
    // Before the task, because the vision engine has its own limits, and the process can serve others meanwhile.
    imageDescriptions: describeImage && (await describeImages(request.messages, describeImage, callOptions)),
    now: now?.() ?? new Date(),
    timeZone,
  }
}

/** Serializes the parts of a request that the answer depends on. Images, which are large, stay in this process. */
function toJson(request: ChatRequest): string {
  const { model, messages, tools, toolChoice, parallelToolCalls, responseFormat, maxTokens, stop, isSpoken } = request
  const used = { model, tools, toolChoice, parallelToolCalls, responseFormat, maxTokens, stop, isSpoken }
  try {
    return JSON.stringify({ ...used, messages: messages.map(withoutImages) })
  } catch (cause) {
    // Sent as JSON, because an object that cannot be cloned would kill the process along with its task.
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
