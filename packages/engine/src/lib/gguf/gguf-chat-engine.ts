import { basename } from 'node:path'
import type { ChatEngine, ChatModel } from '../chat-engine.ts'
import { EngineUnavailableError } from '../engine.ts'
import { createGgufHost, type GgufHost } from './gguf-host.ts'
import type { GgufEngineOptions } from './gguf-options.ts'
import type { GgufDescription } from './gguf-task.ts'

/** Options for {@link createGgufChatEngine}. */
export type GgufChatEngineOptions = GgufEngineOptions

/**
 * Creates a chat engine that runs a GGUF language model in a process of its own, through the optional peer dependency
 * `node-llama-cpp`.
 *
 * The file is loaded on the first call. Responses are generated one at a time; concurrent calls are queued, in fair turns by
 * caller. The process ends when idle, and the next call loads the file again.
 */
export function createGgufChatEngine(options: GgufChatEngineOptions): ChatEngine {
  const { modelPath, origin, worker } = options
  const id = options.model ?? basename(modelPath).replace(/\.gguf$/i, '')
  let opening: Promise<GgufHost> | undefined
  let description: GgufDescription | undefined
  let isClosed = false

  async function open(): Promise<GgufHost> {
    if (isClosed) throw new EngineUnavailableError('The engine was closed', { code: 'closed', status: 503 })
    opening ??= createGgufHost(options, worker)
    opening.catch(() => {
      opening = undefined
    })
    return opening
  }

  return {
    info: {
      name: 'gguf-chat',
      kind: 'neural',
      description: `The language model ${basename(modelPath)}, run on this machine by llama.cpp`,
      ...(origin === undefined ? {} : { origin }),
    },
    async models(): Promise<ChatModel[]> {
      description ??= (await (await open()).run({ kind: 'describe', purpose: 'chat' })) as GgufDescription
      const { contextSize } = description
      return [{ id, contextWindow: contextSize, maxOutputTokens: contextSize }]
    },
    async *generate(request, { signal, caller } = {}) {
      signal?.throwIfAborted()
      yield* (await open()).stream({ kind: 'generate', request }, { signal, caller })
    },
    async countTokens(text) {
      return (await (await open()).run({ kind: 'count', text })) as number
    },
    async close() {
      isClosed = true
      await (await opening?.catch(() => undefined))?.close()
    },
  }
}
