import {
  type ChatEngine,
  type EmbeddingEngine,
  EngineUnavailableError,
  type PunctuationEngine,
  type SpeechEngine,
  type TranscriptionEngine,
  type TurnDetectionEngine,
} from '@mira/engine'
import { addMiraModels } from './add-mira-models.ts'
import { installHint, isInstalled } from './engine-packages.ts'
import type { ModelFiles } from './model-files.ts'
import type { ServerEngines } from './server-engines.ts'
import { loadOnnxEmbeddings, loadOnnxModeration, loadOnnxVision } from './transformers-engines.ts'

/** Creates the engine of a capability from the files of a model. */
export type FileEngineCreator = (files: ModelFiles) => Promise<NonNullable<ServerEngines[keyof ServerEngines]>>

/** Capabilities that run from files, with the formats that each accepts. */
export const fileEngines: { readonly [Capability in keyof ServerEngines]?: FileEngineCreator } = {
  chat: loadGgufChat,
  embeddings: loadEmbeddings,
  vision: loadOnnxVision,
  moderation: loadOnnxModeration,
  speech: loadSherpaSpeech,
  transcription: loadSherpaTranscription,
  punctuation: loadSherpaPunctuation,
  turnDetection: loadSherpaTurnDetection,
}

async function loadGgufChat({ paths, origin }: ModelFiles): Promise<ChatEngine> {
  const { createGgufChatEngine } = await import('@mira/engine/gguf')
  const engine = createGgufChatEngine({ modelPath: findGguf(paths, 'chat'), origin })
  // Loads the file, so that a damaged one is reported at the start.
  await engine.models()
  return addMiraModels(engine)
}

async function loadEmbeddings(files: ModelFiles): Promise<EmbeddingEngine> {
  const { paths, origin } = files
  if (paths.some((path) => path.endsWith('.onnx'))) return loadOnnxEmbeddings(files)
  const { openGgufEmbeddingEngine } = await import('@mira/engine/gguf')
  return openGgufEmbeddingEngine({ modelPath: findGguf(paths, 'embeddings'), origin })
}

async function loadSherpaSpeech({ paths, origin }: ModelFiles): Promise<SpeechEngine> {
  return (await loadSherpaEngines()).openSherpaSpeechEngine({ files: paths, origin })
}

async function loadSherpaTranscription({ paths, origin }: ModelFiles): Promise<TranscriptionEngine> {
  return (await loadSherpaEngines()).openSherpaTranscriptionEngine({ files: paths, origin })
}

async function loadSherpaPunctuation({ paths, origin }: ModelFiles): Promise<PunctuationEngine> {
  return (await loadSherpaEngines()).openSherpaPunctuationEngine({ files: paths, origin })
}

async function loadSherpaTurnDetection({ paths, origin }: ModelFiles): Promise<TurnDetectionEngine> {
  return (await loadSherpaEngines()).openSherpaTurnDetectionEngine({ files: paths, origin })
}

async function loadSherpaEngines(): Promise<typeof import('@mira/engine-audio/sherpa')> {
  const name = '@mira/engine-audio'
  if (isInstalled(name)) return import('@mira/engine-audio/sherpa')
  throw new EngineUnavailableError(`Speech models run through ${name}: ${installHint(name)}`, {
    code: 'not_installed',
    status: 503,
  })
}

/** Returns the GGUF file of a model: of several parts the first, which refers to the others. */
function findGguf(paths: readonly string[], capability: string): string {
  const file = paths.filter((path) => /\.gguf$/i.test(path)).sort()[0]
  if (file === undefined)
    throw new RangeError(
      `${capability} runs ${capability === 'chat' ? 'GGUF' : 'GGUF and ONNX'} files; ${paths[0]} is not one`,
    )
  return file
}
