import { basename } from 'node:path'
import type { ChatEngine, ChatModel } from '../chat-engine.ts'
import { EngineUnavailableError, type ModelOrigin } from '../engine.ts'
import { generateTurn } from './generate-turn.ts'
import { type GgufModel, loadGgufModel } from './gguf-model.ts'
import type { GgufModelOptions } from './gguf-options.ts'

/** Options for {@link createGgufChatEngine}. */
export interface GgufChatEngineOptions extends GgufModelOptions {
  /** Model ID. Defaults to the file name without `.gguf`. */
  readonly model?: string | undefined
  /** Origin of the file, for `/v1/models`. */
  readonly origin?: ModelOrigin | undefined
}

/**
 * Creates a chat engine that runs a GGUF language model in this process, through the optional peer dependency
 * `node-llama-cpp`.
 *
 * The file is loaded on the first call. Responses are generated one at a time; concurrent calls are queued.
 */
export function createGgufChatEngine(options: GgufChatEngineOptions): ChatEngine {
  const id = options.model ?? basename(options.modelPath).replace(/\.gguf$/i, '')
  const closing = new AbortController()
  let loading: Promise<GgufModel> | undefined
  let lastTurn: Promise<unknown> = Promise.resolve()
  const open = () => {
    closing.signal.throwIfAborted()
    loading ??= loadGgufModel(options)
    return loading
  }
  return {
    info: {
      name: 'gguf-chat',
      kind: 'neural',
      description: `The language model ${basename(options.modelPath)}, run in this process by llama.cpp`,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
    async models(): Promise<ChatModel[]> {
      const { context } = await open()
      return [{ id, contextWindow: context.contextSize, maxOutputTokens: context.contextSize }]
    },
    async *generate(request, { signal } = {}) {
      const both = AbortSignal.any(signal ? [signal, closing.signal] : [closing.signal])
      both.throwIfAborted()
      const before = lastTurn
      let finish: () => void = () => undefined
      lastTurn = new Promise<void>((resolve) => {
        finish = resolve
      })
      try {
        await before
        both.throwIfAborted()
        yield* generateTurn(await open(), request, both)
      } finally {
        finish()
      }
    },
    async countTokens(text) {
      return (await open()).model.tokenize(text).length
    },
    async close() {
      closing.abort(new EngineUnavailableError('The engine was closed', { code: 'closed', status: 503 }))
      await lastTurn
      const loaded = await loading?.catch(() => undefined)
      await loaded?.context.dispose()
      await loaded?.model.dispose()
      loading = undefined
    },
  }
}
