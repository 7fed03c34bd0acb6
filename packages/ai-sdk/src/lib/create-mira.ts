import type {
  EmbeddingModelV4,
  Experimental_VideoModelV4,
  ImageModelV4,
  LanguageModelV4,
  ProviderV4,
  SpeechModelV4,
  TranscriptionModelV4,
} from '@ai-sdk/provider'
import type { ChatModel } from '@mira/chat'
import { type Client, type ClientOptions, createClient } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import { createChatLanguageModel } from './chat/chat-language-model.ts'
import { createEmbeddingModel } from './embedding-model.ts'
import { createImageModel } from './image-model.ts'
import type { ModelContext } from './model-context.ts'
import { createResponsesLanguageModel } from './responses/responses-language-model.ts'
import { createSpeechModel } from './speech-model.ts'
import { createTranscriptionModel } from './transcription-model.ts'
import { createVideoModel } from './video-model.ts'

/**
 * Provider of the models of the vMira API for the AI SDK. Called as a function, it is {@link MiraProvider.languageModel}.
 * No method sends a request: unknown models are reported by the first call.
 */
export interface MiraProvider extends ProviderV4 {
  (modelId: ChatModel): LanguageModelV4
  /** Returns a language model over chat completions, such as `mira` or `mira-thinking`. */
  languageModel(modelId: ChatModel): LanguageModelV4
  /** Returns the same as {@link MiraProvider.languageModel}. */
  chat(modelId: ChatModel): LanguageModelV4
  /** Returns a language model over the Responses API. */
  responses(modelId: ChatModel): LanguageModelV4
  /** Returns an embedding model, such as `mira-embed`. */
  embeddingModel(modelId: 'mira-embed' | (string & {})): EmbeddingModelV4
  /** Returns an image model, which generates images, and edits those passed as `images` of the prompt. */
  imageModel(modelId: string): ImageModelV4
  /** Returns a speech model. */
  speechModel(modelId: string): SpeechModelV4
  /** Returns a transcription model. */
  transcriptionModel(modelId: string): TranscriptionModelV4
  /** Returns a video model. Its generations are jobs, which continue if the process that started them ends. */
  videoModel(modelId: string): Experimental_VideoModelV4
}

/**
 * Creates a provider for the AI SDK.
 *
 * @param clientOrOptions - A client, whose hooks and middleware then observe all calls, or the options of one. Defaults to
 * a client that reads `MIRA_API_KEY` and `MIRA_BASE_URL`.
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 * @example
 * const mira = createMira({ apiKey: process.env.KEY })
 * const { text } = await generateText({ model: mira('mira'), prompt: 'Hello' })
 */
export function createMira(clientOrOptions: Client | ClientOptions = {}): MiraProvider {
  const client = isClient(clientOrOptions) ? clientOrOptions : createClient(clientOrOptions)
  stateOf(client)
  return toProvider({ getClient: () => client })
}

const isClient = (value: Client | ClientOptions): value is Client => 'extend' in value

/** Creates the provider of a client that is created when it is first used. */
export function createLazyMira(): MiraProvider {
  let client: Client | undefined
  return toProvider({
    getClient() {
      client ??= createClient()
      return client
    },
  })
}

function toProvider(context: ModelContext): MiraProvider {
  const languageModel = (modelId: string): LanguageModelV4 => createChatLanguageModel(context, modelId)
  return Object.assign((modelId: string) => languageModel(modelId), {
    specificationVersion: 'v4' as const,
    languageModel,
    chat: languageModel,
    responses: (modelId: string) => createResponsesLanguageModel(context, modelId),
    embeddingModel: (modelId: string) => createEmbeddingModel(context, modelId),
    imageModel: (modelId: string) => createImageModel(context, modelId),
    speechModel: (modelId: string) => createSpeechModel(context, modelId),
    transcriptionModel: (modelId: string) => createTranscriptionModel(context, modelId),
    videoModel: (modelId: string) => createVideoModel(context, modelId),
  })
}
