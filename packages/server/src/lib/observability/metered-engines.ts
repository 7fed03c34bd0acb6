import type {
  ChatEngine,
  EmbeddingEngine,
  Engine,
  ImageEngine,
  ImageModerationEngine,
  ModerationEngine,
  MusicEngine,
  PunctuationEngine,
  SpeechEngine,
  TranscriptionEngine,
  VideoEngine,
  VisionEngine,
} from '@mira/engine'
import type { EngineMeter } from './engine-meter.ts'

const common = (engine: Engine): Engine => ({ info: engine.info, close: () => engine.close() })

/** Wraps a chat engine; measures `generate`. */
export function meterChat(engine: ChatEngine, meter: EngineMeter): ChatEngine {
  return {
    ...common(engine),
    models: () => engine.models(),
    countTokens: (text) => engine.countTokens(text),
    ...(engine.countPromptTokens === undefined
      ? {}
      : { countPromptTokens: (request, options) => engine.countPromptTokens!(request, options) }),
    generate(request, options) {
      const call = meter.start('generate', request)
      return call.iterate(call.run(() => engine.generate(request, options)))
    },
  }
}

/** Wraps an embedding engine; measures `embed`. */
export function meterEmbeddings(engine: EmbeddingEngine, meter: EngineMeter): EmbeddingEngine {
  return {
    ...common(engine),
    model: engine.model,
    get defaultDimensions() {
      return engine.defaultDimensions
    },
    dimensions: engine.dimensions,
    contextWindow: engine.contextWindow,
    embed: (texts, options) => meter.measure('embed', texts, () => engine.embed(texts, options)),
  }
}

/** Wraps an image engine; measures `generate` and `edit`. */
export function meterImages(engine: ImageEngine, meter: EngineMeter): ImageEngine {
  return {
    ...common(engine),
    formats: engine.formats,
    generate: (request, options) => meter.measure('generate', request, () => engine.generate(request, options)),
    edit: (request, options) => meter.measure('edit', request, () => engine.edit(request, options)),
  }
}

/** Wraps a vision engine; measures all its calls. */
export function meterVision(engine: VisionEngine, meter: EngineMeter): VisionEngine {
  return {
    ...common(engine),
    detect: (image, options) => meter.measure('detect', image, () => engine.detect(image, options)),
    locate: (image, target, options) => meter.measure('locate', image, () => engine.locate(image, target, options)),
    readText: (image, options) => meter.measure('readText', image, () => engine.readText(image, options)),
    describe: (image, question, options) =>
      meter.measure('describe', image, () => engine.describe(image, question, options)),
  }
}

/** Wraps a speech engine; measures `synthesize`. */
export function meterSpeech(engine: SpeechEngine, meter: EngineMeter): SpeechEngine {
  return {
    ...common(engine),
    voices: () => engine.voices(),
    synthesize(request, options) {
      const call = meter.start('synthesize', request)
      const speech = call.run(() => engine.synthesize(request, options))
      const { mediaType, sampleRate } = speech
      return { mediaType, sampleRate, ...call.iterate(speech) }
    },
  }
}

/** Wraps a transcription engine; measures `transcribe` and `openStream`. */
export function meterTranscription(engine: TranscriptionEngine, meter: EngineMeter): TranscriptionEngine {
  return {
    ...common(engine),
    languages: engine.languages,
    hasWords: engine.hasWords,
    transcribe: (samples, options) => meter.measure('transcribe', samples, () => engine.transcribe(samples, options)),
    openStream: (options) => meter.measure('openStream', options, () => engine.openStream(options)),
  }
}

/** Wraps a punctuation engine; measures `punctuate`. */
export function meterPunctuation(engine: PunctuationEngine, meter: EngineMeter): PunctuationEngine {
  return {
    ...common(engine),
    languages: engine.languages,
    punctuate: (text, options) => meter.measure('punctuate', text, () => engine.punctuate(text, options)),
  }
}

/** Wraps a music engine; measures `compose`. */
export function meterMusic(engine: MusicEngine, meter: EngineMeter): MusicEngine {
  return {
    ...common(engine),
    compose: (request, options) => meter.measure('compose', request, () => engine.compose(request, options)),
  }
}

/** Wraps a video engine; measures `animate`. */
export function meterVideo(engine: VideoEngine, meter: EngineMeter): VideoEngine {
  return {
    ...common(engine),
    animate: (request, options) => meter.measure('animate', request, () => engine.animate(request, options)),
  }
}

/** Wraps a moderation engine; measures `moderateTexts`. */
export function meterModeration(engine: ModerationEngine, meter: EngineMeter): ModerationEngine {
  return {
    ...common(engine),
    categories: engine.categories,
    moderateTexts: (texts, options) =>
      meter.measure('moderateTexts', texts, () => engine.moderateTexts(texts, options)),
  }
}

/** Wraps an image moderation engine; measures `moderateImage`. */
export function meterImageModeration(engine: ImageModerationEngine, meter: EngineMeter): ImageModerationEngine {
  return {
    ...common(engine),
    categories: engine.categories,
    moderateImage: (image, options) =>
      meter.measure('moderateImage', image, () => engine.moderateImage(image, options)),
  }
}
