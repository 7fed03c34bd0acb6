import type {
  EmbeddingEngine,
  ImageEngine,
  ImageModerationEngine,
  MadeImage,
  ModerationEngine,
  ModerationResult,
  VisionEngine,
} from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { imageSize } from 'image-size'
import { countTokens } from './emulated-chat.ts'
import { answerOrRun, type EmulatedParts, fixtureEngineInfo } from './emulated-slot.ts'
import { isEndpoint } from './endpoint-paths.ts'
import type { FixtureImage } from './fixture.ts'
import { scopeOf, toFixtureCall } from './fixture-call.ts'
import { toMediaBytes } from './media-bytes.ts'

const common = { info: fixtureEngineInfo, close: async () => undefined }

/** Creates an embedding engine that answers from fixtures first. */
export function emulateEmbeddings(parts: EmulatedParts<EmbeddingEngine>, loaded?: EmbeddingEngine): EmbeddingEngine {
  const { model = 'mira-embed', defaultDimensions = 1_536, dimensions = [256, 512, 1_536] } = loaded ?? {}
  const { contextWindow } = loaded ?? { contextWindow: 8_192 }
  return {
    ...common,
    model,
    defaultDimensions,
    dimensions,
    contextWindow,
    embed: (texts, options) =>
      answerOrRun(parts, {
        capability: 'embeddings',
        scope: scopeOf(options),
        signal: options?.signal,
        input: { model, user: texts.join('\n'), request: { texts, dimensions: options?.dimensions } },
        answer: ({ answer: { embeddings = [] } }) => ({
          vectors: texts.map((_, index) => Float32Array.from(embeddings[index] ?? embeddings.at(-1)!)),
          tokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
        }),
        run: (engine) => engine.embed(texts, options),
      }),
  }
}

/** Creates an image engine that answers from fixtures first. */
export function emulateImages(parts: EmulatedParts<ImageEngine>): ImageEngine {
  const answer = (request: Parameters<ImageEngine['generate']>[0] | Parameters<ImageEngine['edit']>[0]) => ({
    capability: 'images' as const,
    input: { model: 'mira-image', user: request.prompt, request },
    answer: ({
      answer: { images = [] },
    }: {
      readonly answer: { readonly images?: readonly FixtureImage[] | undefined }
    }) =>
      Array.from({ length: request.count }, (_, index) => toMadeImage(images[index % images.length]!, request.seed)),
  })
  return {
    ...common,
    // The format of a fixture is that of its file.
    formats: ['png', 'jpeg', 'webp'],
    generate: (request, options) =>
      answerOrRun(parts, {
        ...answer(request),
        scope: scopeOf(options),
        signal: options?.signal,
        run: (engine) => engine.generate(request, options),
      }),
    edit: (request, options) =>
      answerOrRun(parts, {
        ...answer(request),
        scope: scopeOf(options),
        signal: options?.signal,
        run: (engine) => engine.edit(request, options),
      }),
  }
}

function toMadeImage(image: FixtureImage, seed = 0): MadeImage {
  const { data, mediaType } = toMediaBytes(image)
  if (mediaType !== 'image/png' && mediaType !== 'image/jpeg' && mediaType !== 'image/webp') {
    throw new EngineInputError(
      `The image of the fixture is ${mediaType ?? 'of an unknown type'}; use PNG, JPEG or WebP`,
    )
  }
  const { width, height } = imageSize(data)
  const { revisedPrompt } = image
  return { data, mediaType, width, height, seed, ...(revisedPrompt === undefined ? {} : { revisedPrompt }) }
}

/** Creates a vision engine whose locations are answered from fixtures first. */
export function emulateVision(parts: EmulatedParts<VisionEngine>): VisionEngine {
  const { real } = parts
  return {
    ...common,
    detect: async (image, options) => (await real.get()).detect(image, options),
    readText: async (image, options) => (await real.get()).readText(image, options),
    describe: async (image, question, options) => (await real.get()).describe(image, question, options),
    locate: (image, target, options) =>
      answerOrRun(parts, {
        capability: 'vision',
        scope: scopeOf(options),
        signal: options?.signal,
        input: { model: 'mira-vision', user: target, request: { image, target } },
        answer: ({ answer: { objects = [] } }) =>
          objects.map(({ label, confidence = 1, box }) => ({ label, confidence, box })),
        run: (engine) => engine.locate(image, target, options),
      }),
  }
}

const harmless: ModerationResult = { isFlagged: false, category: undefined, scores: {} }

function toResult(category: string | null | undefined): ModerationResult {
  return category == null ? harmless : { isFlagged: true, category, scores: { [category]: 1 } }
}

/** Creates a moderation engine that answers from fixtures first. A strict emulator allows everything else. */
export function emulateModeration({ real, answers }: EmulatedParts<ModerationEngine>): ModerationEngine {
  return {
    ...common,
    categories: [],
    async moderateTexts(texts, options) {
      const scope = scopeOf(options)
      const input = { model: 'mira', user: texts.join('\n'), request: { texts } }
      const call = scope && toFixtureCall('moderation', scope, input)
      const fixed = call && (await answers.find(call, scope))
      // The moderation of a prompt is no call of its own.
      if (call && fixed === undefined && isEndpoint(scope.endpoint, 'moderations')) answers.rejectUnmatched(call)
      if (fixed !== undefined) return texts.map(() => toResult(fixed.answer.blocked))
      if (answers.isStrict || real.state === 'absent') return texts.map(() => harmless)
      return (await real.get()).moderateTexts(texts, options)
    },
  }
}

/** Creates an image moderation engine that allows everything in a strict emulator. */
export function emulateImageModeration(parts: EmulatedParts<ImageModerationEngine>): ImageModerationEngine {
  const { real, answers } = parts
  return {
    ...common,
    categories: [],
    async moderateImage(image, options) {
      if (answers.isStrict || real.state === 'absent') return harmless
      return (await real.get()).moderateImage(image, options)
    },
  }
}
