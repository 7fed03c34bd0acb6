import type { ChatEngine } from '@mira/engine'
import { createGgufChatEngine } from '@mira/engine/gguf'
import {
  createUpstreamChatEngine,
  createUpstreamEmbeddingEngine,
  createUpstreamImageEngine,
  createUpstreamSpeechEngine,
  createUpstreamTranscriptionEngine,
  type UpstreamOptions,
} from '@mira/engine/upstream'
import { addMiraModels } from '../engines/add-mira-models.ts'
import type { ServerEngines } from '../engines/server-engines.ts'

/** Command-line options that select engines. */
export interface EngineChoice {
  /** GGUF file of the chat model; takes precedence over the upstream. */
  readonly model?: string | undefined
  /** Base URL of an OpenAI-compatible API. */
  readonly upstreamUrl?: string | undefined
  /** API key of the upstream. */
  readonly upstreamKey?: string | undefined
  /** Chat model of the upstream. Defaults to the model in the request, or to the first model of the upstream. */
  readonly upstreamModel?: string | undefined
  /** Embedding model of the upstream. Without it, the local engine is used. */
  readonly upstreamEmbeddingModel?: string | undefined
  /** Image model of the upstream. Without it, the local engine is used. */
  readonly upstreamImageModel?: string | undefined
  /** Speech model of the upstream. Without it, the local engine is used. */
  readonly upstreamSpeechModel?: string | undefined
  /** Voice of the upstream that is used for `aria`. Defaults to `aria`. */
  readonly upstreamVoice?: string | undefined
  /** Transcription model of the upstream. Without it, the local engine is used. */
  readonly upstreamTranscriptionModel?: string | undefined
}

/**
 * Returns the engines selected on the command line; all other capabilities use their local engines.
 *
 * @throws {RangeError} when an upstream model is set without an upstream URL.
 */
export function chooseEngines(choice: EngineChoice): ServerEngines {
  const { model, upstreamUrl: baseUrl, upstreamKey: apiKey, upstreamVoice } = choice
  const file = model === undefined ? {} : { chat: () => loadFile(model) }
  if (baseUrl === undefined) {
    checkUpstreamOptions(choice)
    return file
  }

  function forward<Kind>(create: (options: UpstreamOptions) => Kind, model: string | undefined) {
    return model === undefined ? undefined : async () => create({ baseUrl: baseUrl!, apiKey, model })
  }
  const voiceNames = upstreamVoice === undefined ? undefined : { aria: upstreamVoice }
  return {
    chat: async () => addMiraModels(createUpstreamChatEngine({ baseUrl, apiKey, model: choice.upstreamModel })),
    embeddings: forward(createUpstreamEmbeddingEngine, choice.upstreamEmbeddingModel),
    images: forward(createUpstreamImageEngine, choice.upstreamImageModel),
    speech: forward((options) => createUpstreamSpeechEngine({ ...options, voiceNames }), choice.upstreamSpeechModel),
    transcription: forward(createUpstreamTranscriptionEngine, choice.upstreamTranscriptionModel),
    ...file,
  }
}

/** Rejects upstream models without an upstream, which would otherwise silently fall back to local engines. */
function checkUpstreamOptions(choice: EngineChoice): void {
  const options = {
    '--upstream-embedding-model': choice.upstreamEmbeddingModel,
    '--upstream-image-model': choice.upstreamImageModel,
    '--upstream-speech-model': choice.upstreamSpeechModel,
    '--upstream-transcription-model': choice.upstreamTranscriptionModel,
  }
  const [option] = Object.entries(options).find(([, model]) => model !== undefined) ?? []
  if (option !== undefined) throw new RangeError(`${option} requires --upstream-url`)
}

async function loadFile(modelPath: string): Promise<ChatEngine> {
  const engine = createGgufChatEngine({ modelPath })
  await engine.models()
  return addMiraModels(engine)
}
