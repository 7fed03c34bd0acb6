import { resolve } from 'node:path'
import {
  createUpstreamChatEngine,
  createUpstreamEmbeddingEngine,
  createUpstreamImageEngine,
  createUpstreamSpeechEngine,
  createUpstreamTranscriptionEngine,
  type UpstreamOptions,
} from '@mira/engine/upstream'
import { addMiraModels } from '../engines/add-mira-models.ts'
import { enginePackages } from '../engines/engine-packages.ts'
import { engineVariable } from '../engines/resolve-engines.ts'
import type { EngineChoices, ServerEngines } from '../engines/server-engines.ts'
import { CommandError } from './command-error.ts'

/** Capabilities, by their names on the command line. */
export const capabilityNames = Object.keys(enginePackages).map((name) => [toOption(name), name]) as readonly (readonly [
  string,
  keyof ServerEngines,
])[]

/** Text of the source of each chosen capability. */
export type EngineSources = Readonly<Partial<Record<keyof ServerEngines, string>>>

/** Command-line options that select engines. */
export interface EngineChoice {
  /** Text of the source of each capability; takes precedence over all other options. */
  readonly engine?: EngineSources | undefined
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
 * Returns the engines selected on the command line and in `MIRA_ENGINE_…`; all other capabilities use their local engines.
 *
 * @throws {CommandError} when an upstream model is set without an upstream URL.
 */
export function chooseEngines(choice: EngineChoice): EngineChoices {
  const { model } = choice
  const file = model === undefined ? {} : { chat: resolve(model) }
  return { ...chooseUpstream(choice), ...file, ...readVariables(), ...choice.engine }
}

/** Reads the sources that are set by environment variables. */
function readVariables(): EngineSources {
  const names = capabilityNames.map(([, name]) => name)
  return Object.fromEntries(
    names.flatMap((name) => [[name, process.env[engineVariable(name)]] as const].filter(([, text]) => text)),
  )
}

function chooseUpstream(choice: EngineChoice): ServerEngines {
  const { upstreamUrl: baseUrl, upstreamKey: apiKey, upstreamVoice } = choice
  if (baseUrl === undefined) {
    checkUpstreamOptions(choice)
    return {}
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
  }
}

/** Rejects upstream models without an upstream, which would otherwise silently fall back to local engines. */
function checkUpstreamOptions(choice: EngineChoice): void {
  const options = {
    '--upstream-model': choice.upstreamModel,
    '--upstream-embedding-model': choice.upstreamEmbeddingModel,
    '--upstream-image-model': choice.upstreamImageModel,
    '--upstream-speech-model': choice.upstreamSpeechModel,
    '--upstream-voice': choice.upstreamVoice,
    '--upstream-transcription-model': choice.upstreamTranscriptionModel,
  }
  // A variable that is empty, as Compose passes those that are not set, is none.
  const [option, value] = Object.entries(options).find(([, model]) => model) ?? []
  if (option === undefined) return
  throw new CommandError(
    `${option} ${value} needs the API that has it: add --upstream-url <url>, such as http://127.0.0.1:11434/v1`,
  )
}

function toOption(capability: string): string {
  return capability.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
