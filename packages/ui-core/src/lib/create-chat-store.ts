import {
  type ChatCompletion,
  type ChatMessage,
  type ChatStream,
  type ChatUsage,
  type ContentPart,
  type RunToolsResult,
  streamChatCompletion,
  streamTools,
  type ToolStream,
} from '@mira/chat'
import type { Client } from '@mira/core'
import { Answer, type AnswerEnd } from './answer.ts'
import { type ChatStoreOptions, checkChatStoreOptions } from './chat-store-options.ts'
import { createLifetime } from './create-lifetime.ts'
import { notify } from './notify.ts'
import { State } from './state.ts'
import type { LiveStore } from './store.ts'
import { createMessageId, toUiMessage, toUiMessages, type UiMessage } from './ui-message.ts'
import { unfinishedWire } from './unfinished-wire.ts'

/** State of a chat. */
export interface ChatStoreState {
  /** The conversation; a message that has not changed is the same object as before. */
  readonly messages: readonly UiMessage[]
  /**
   * `loading` while stored messages are read, `submitted` until the first part of an answer arrives, `streaming` until
   * it ends; then `ready`, or `error`.
   */
  readonly status: 'loading' | 'ready' | 'submitted' | 'streaming' | 'error'
  /** Error of the last answer, mostly a `MiraError`. */
  readonly error: unknown
}

/** A conversation whose answers are streamed. Created by {@link createChatStore}. */
export interface ChatStore extends LiveStore<ChatStoreState> {
  /**
   * Adds a message of the user and requests an answer. Does nothing while an answer is being generated or messages are
   * being loaded, or if the text is blank.
   *
   * @returns Whether the message was accepted: then clear the input.
   */
  readonly send: (content: string | readonly ContentPart[]) => boolean
  /** Stops the answer; the part received so far stays in the conversation. */
  readonly stop: () => void
  /**
   * Requests an answer again, after an error or for another one. The answer and everything after it are removed.
   *
   * @param messageId - Id of the answer. Defaults to the last one.
   * @returns Whether an answer was requested: not while another one is being generated.
   */
  readonly regenerate: (messageId?: string) => boolean
  /**
   * Replaces a message of the user, removes everything after it, and requests an answer.
   *
   * @returns Whether the message was accepted.
   */
  readonly edit: (messageId: string, content: string | readonly ContentPart[]) => boolean
  /** Replaces the conversation. An answer that is being generated is discarded. */
  readonly setMessages: (messages: readonly (UiMessage | ChatMessage)[]) => void
  /** Replaces the options, from the next request on; `messages` is ignored. */
  readonly update: (options: ChatStoreOptions) => void
}

/**
 * Creates a store for a conversation. Nothing is sent before the first message.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown.
 */
export function createChatStore(client: Client, options: ChatStoreOptions = {}): ChatStore {
  const chat = new Chat(client, checkChatStoreOptions(options))
  return {
    subscribe: chat.state.subscribe,
    getSnapshot: chat.state.getSnapshot,
    getInitialSnapshot: chat.state.getInitialSnapshot,
    retain: createLifetime({ onStart: () => void chat.load(), onEnd: () => chat.stop() }),
    send: (content) => chat.send(content),
    stop: () => chat.stop(),
    regenerate: (messageId) => chat.regenerate(messageId),
    edit: (messageId, content) => chat.edit(messageId, content),
    setMessages: (messages) => chat.setMessages(messages),
    update(changed) {
      chat.options = checkChatStoreOptions(changed)
    },
  }
}

/** An answer in progress. */
interface Run {
  readonly before: readonly UiMessage[]
  readonly answer: Answer
  readonly controller: AbortController
  stream?: ChatStream | ToolStream
}

class Chat {
  readonly state: State<ChatStoreState>
  options: ChatStoreOptions
  readonly #client: Client
  #run: Run | undefined
  #hasLoaded = false

  constructor(client: Client, options: ChatStoreOptions) {
    this.#client = client
    this.options = options
    // The same ids on the server and in the page.
    const messages = toUiMessages(options.messages ?? [], (index) => `initial-${index}`)
    this.state = new State<ChatStoreState>({
      messages,
      status: options.storage ? 'loading' : 'ready',
      error: undefined,
    })
  }

  async load(): Promise<void> {
    const { storage } = this.options
    if (this.#hasLoaded || !storage) return
    this.#hasLoaded = true
    try {
      const loading = storage.load()
      const loaded = loading instanceof Promise ? await loading : loading
      // Replaced in the meantime.
      if (this.state.getSnapshot().status !== 'loading') return
      this.state.set({ ...(Array.isArray(loaded) && { messages: toUiMessages(loaded) }), status: 'ready' })
    } catch (error) {
      this.#report(error, 'error')
    }
  }

  send(content: string | readonly ContentPart[]): boolean {
    return this.#ask(this.state.getSnapshot().messages, content, createMessageId())
  }

  edit(messageId: string, content: string | readonly ContentPart[]): boolean {
    const { messages } = this.state.getSnapshot()
    const index = messages.findIndex(({ id, role }) => id === messageId && role === 'user')
    return index !== -1 && this.#ask(messages.slice(0, index), content, messageId)
  }

  regenerate(messageId?: string): boolean {
    const { messages } = this.state.getSnapshot()
    const end = messageId === undefined ? messages.length : messages.findIndex(({ id }) => id === messageId) + 1
    const question = messages.slice(0, end).findLastIndex(({ role }) => role === 'user')
    return question !== -1 && this.#start(messages.slice(0, question + 1))
  }

  stop(): void {
    const run = this.#run
    if (!run) return
    this.#end(run, 'stopped')
    run.controller.abort()
  }

  setMessages(messages: readonly (UiMessage | ChatMessage)[]): void {
    const run = this.#run
    this.#run = undefined
    run?.controller.abort()
    this.state.set({ messages: toUiMessages(messages), status: 'ready', error: undefined })
    this.#save()
  }

  #ask(before: readonly UiMessage[], content: string | readonly ContentPart[], id: string): boolean {
    const isBlank = typeof content === 'string' ? content.trim() === '' : content.length === 0
    return !isBlank && this.#start([...before, toUiMessage({ role: 'user', content }, id)])
  }

  #start(before: readonly UiMessage[]): boolean {
    if (this.#run || this.state.getSnapshot().status === 'loading') return false
    const run: Run = { before, answer: new Answer(), controller: new AbortController() }
    this.#run = run
    this.state.set({ messages: before, status: 'submitted', error: undefined })
    this.#save()
    this.#read(run).catch((error) => this.#end(run, 'failed', error))
    return true
  }

  async #read(run: Run): Promise<void> {
    const { answer, before } = run
    const stream = this.#open(run)
    run.stream = stream
    for await (const items of stream.batches()) {
      // Events that were on their way when the answer was stopped.
      if (this.#run !== run) return
      for (const item of items) answer.add(item)
      if (answer.isEmpty) continue
      this.state.setInFrame(() => ({ messages: [...before, answer.message()], status: 'streaming' }))
    }
    await stream.final()
    this.#end(run, 'done')
  }

  #open({ before, controller }: Run): ChatStream | ToolStream {
    const { tools, maxRounds, params, request } = this.options
    const options = { ...request, signal: controller.signal }
    const body = { ...params, messages: before.flatMap(({ wire }) => wire) }
    if (!tools?.length) return streamChatCompletion(this.#client, body, options)
    return streamTools(this.#client, { ...body, tools, maxRounds }, options)
  }

  /** Ends an answer, once. */
  #end(run: Run, status: AnswerEnd['status'], error?: unknown): void {
    if (this.#run !== run) return
    this.#run = undefined
    const end = { status, ...readEnd(run, status) }
    const message = run.answer.message(end)
    const isKept = message.parts.length > 0 || end.wire.length > 0
    const messages = isKept ? [...run.before, message] : run.before
    this.state.set({ messages, status: status === 'failed' ? 'error' : 'ready', error })
    this.#save()
    if (status === 'failed') notify(this.options.onError, error)
    if (status === 'done') notify(this.options.onFinish, message)
  }

  #save(): void {
    const { storage } = this.options
    if (!storage) return
    // In a promise, so that what a storage throws and what it rejects with are one case.
    new Promise<void>((resolve) => resolve(storage.save(this.state.getSnapshot().messages))).catch((error) =>
      this.#report(error),
    )
  }

  #report(error: unknown, status = this.state.getSnapshot().status): void {
    this.state.set({ error, status })
    notify(this.options.onError, error)
  }
}

/** Returns the messages with which an answer is sent back to the server, and its usage. */
function readEnd({ before, answer, stream }: Run, status: AnswerEnd['status']): Omit<AnswerEnd, 'status'> {
  if (!stream) return { wire: [] }
  const { messages, message, usage } = readSnapshot(stream.snapshot)
  const added = messages?.slice(before.flatMap(({ wire }) => wire).length) ?? (message ? [message] : [])
  if (status === 'done') return { wire: added, usage }
  return { wire: unfinishedWire(messages ? added : [], answer.trailingText), usage }
}

interface Snapshot {
  /** The conversation, of an answer with tools. */
  readonly messages?: readonly ChatMessage[]
  readonly message?: ChatMessage | undefined
  readonly usage?: ChatUsage | undefined
}

function readSnapshot(snapshot: ChatCompletion | RunToolsResult): Snapshot {
  const { messages, usage } = snapshot as RunToolsResult
  return messages ? { messages, usage } : { message: (snapshot as ChatCompletion).choices?.[0]?.message, usage }
}
