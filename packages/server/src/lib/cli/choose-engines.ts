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
import { offerMiraModels } from '../engines/offer-mira-models.ts'
import type { ServerEngines } from '../options.ts'

/** What the command line says of engines. */
export interface EngineChoice {
  /** A GGUF file, which then answers chats whatever the upstream. */
  readonly model?: string | undefined
  /** Base of an OpenAI-compatible API. */
  readonly upstreamUrl?: string | undefined
  readonly upstreamKey?: string | undefined
  /** Chat model to ask the upstream for; default the one that the request names, or the upstream's first. */
  readonly upstreamModel?: string | undefined
  /** Embedding model of the upstream; without it embeddings are made locally. */
  readonly upstreamEmbeddingModel?: string | undefined
  /** Image model of the upstream; without it pictures are drawn locally. */
  readonly upstreamImageModel?: string | undefined
  /** Speech model of the upstream; without it texts are spoken locally. */
  readonly upstreamSpeechModel?: string | undefined
  /** Voice of the upstream that speaks for `aria` (default: it is asked for `aria`). */
  readonly upstreamVoice?: string | undefined
  /** Speech recogniser of the upstream; without it recordings are written down locally. */
  readonly upstreamTranscriptionModel?: string | undefined
}

/**
 * Engines as the command line asks for them; what it does not mention stays local.
 *
 * @throws {RangeError} for a model of an upstream that is not named.
 */
export function chooseEngines(choice: EngineChoice): ServerEngines {
  const { model, upstreamUrl: baseUrl, upstreamKey: apiKey, upstreamVoice } = choice
  const file = model === undefined ? {} : { chat: () => loadFile(model) }
  if (baseUrl === undefined) {
    checkNothingNeedsUpstream(choice)
    return file
  }

  function forward<Made>(create: (options: UpstreamOptions) => Made, model: string | undefined) {
    return model === undefined ? undefined : async () => create({ baseUrl: baseUrl!, apiKey, model })
  }
  const voiceNames = upstreamVoice === undefined ? undefined : { aria: upstreamVoice }
  return {
    chat: async () => offerMiraModels(createUpstreamChatEngine({ baseUrl, apiKey, model: choice.upstreamModel })),
    embeddings: forward(createUpstreamEmbeddingEngine, choice.upstreamEmbeddingModel),
    images: forward(createUpstreamImageEngine, choice.upstreamImageModel),
    speech: forward((options) => createUpstreamSpeechEngine({ ...options, voiceNames }), choice.upstreamSpeechModel),
    transcription: forward(createUpstreamTranscriptionEngine, choice.upstreamTranscriptionModel),
    ...file,
  }
}

/** Left alone, a model without an upstream would be replaced by a local engine in silence. */
function checkNothingNeedsUpstream(choice: EngineChoice): void {
  const options = {
    '--upstream-embedding-model': choice.upstreamEmbeddingModel,
    '--upstream-image-model': choice.upstreamImageModel,
    '--upstream-speech-model': choice.upstreamSpeechModel,
    '--upstream-transcription-model': choice.upstreamTranscriptionModel,
  }
  const [option] = Object.entries(options).find(([, model]) => model !== undefined) ?? []
  if (option !== undefined) throw new RangeError(`${option} needs --upstream-url: the API that has the model`)
}

async function loadFile(modelPath: string): Promise<ChatEngine> {
  const engine = createGgufChatEngine({ modelPath })
  await engine.models()
  return offerMiraModels(engine)
}
