import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { EngineUnavailableError, type ModelOrigin } from '@mira/engine'
import { checkLicense } from '../models/check-license.ts'
import { hubAccess, isHubOffline } from '../models/hub-request.ts'
import { type LocatedModel, ModelRecords } from '../models/model-records.ts'
import { formatHubSource, type HubSource, type ModelSource, parseModelSource } from '../models/model-source.ts'
import { hashFile, type PullEvent, pullModel } from '../models/pull-model.ts'
import { addMiraModels } from './add-mira-models.ts'
import { fileEngines } from './file-engines.ts'
import type { ModelFiles } from './model-files.ts'
import type { EngineChoices, EngineLoading, ServerEngines } from './server-engines.ts'

type Capability = keyof ServerEngines

/** Options for models that are not on this machine. */
export interface ModelOptions {
  /** Downloads missing models when the server starts. Defaults to false: a missing model rejects the start. */
  readonly pull?: boolean | undefined
  /** Called with the progress of downloads. */
  readonly onEvent?: ((event: PullEvent) => void) | undefined
}

/** Engines of a server, and which of them were chosen by the text of a source. */
export interface ResolvedEngines {
  readonly engines: ServerEngines
  /** Capabilities whose engine must be loaded before the server is ready. */
  readonly chosen: ReadonlySet<Capability>
}

/** Directory of the records of models for servers without one. */
export const defaultDataDirectory = join(homedir(), '.mira', 'server')

/** Options of {@link resolveEngines}. */
export interface ResolveOptions {
  readonly dataDir?: string | undefined
  readonly models?: ModelOptions | undefined
}

/**
 * Replaces the text of each source by a function that creates its engine.
 *
 * @throws {RangeError} for a text that is no source, or a source that the capability cannot use.
 * @throws {ModelMissingError} for a model that was not pulled.
 */
export async function resolveEngines(
  choices: EngineChoices = {},
  { dataDir = defaultDataDirectory, models = {} }: ResolveOptions = {},
): Promise<ResolvedEngines> {
  const resolver = new EngineResolver(new ModelRecords(dataDir), models)
  const engines: Partial<Record<Capability, unknown>> = {}
  const chosen = new Set<Capability>()
  for (const [name, choice] of Object.entries(choices)) {
    const capability = name as Capability
    if (typeof choice !== 'string') engines[capability] = choice
    else {
      const source = parseModelSource(choice)
      engines[capability] = await resolver.resolve(capability, source)
      if (source.kind !== 'local' && source.kind !== 'off') chosen.add(capability)
    }
  }
  // Each value was made for its key.
  return { engines: engines as ServerEngines, chosen }
}

class EngineResolver {
  readonly #records: ModelRecords
  readonly #models: ModelOptions
  /** Downloads run one after another, so that their progress stays readable. */
  #lastPull: Promise<unknown> = Promise.resolve()

  constructor(records: ModelRecords, models: ModelOptions) {
    this.#records = records
    this.#models = models
  }

  async resolve(capability: Capability, source: ModelSource): Promise<unknown> {
    if (source.kind === 'local') return undefined
    if (source.kind === 'off') return null
    if (source.kind === 'upstream') return connectUpstream(capability, source)
    const create = fileEngines[capability]
    if (create === undefined) {
      throw new RangeError(`${capability} cannot run a model from files; use local, off or https://host/v1[#model]`)
    }
    if (source.kind === 'file') {
      const paths = await listFiles(source.path)
      return async () => create({ paths, origin: await describeFile(source.path, paths) })
    }
    if (this.#models.pull === true) return (loading: EngineLoading) => this.#pull(source, loading).then(create)
    const located = await this.#records.locate(source)
    return () => create(toFiles(located))
  }

  async #pull(source: HubSource, { onDownload }: EngineLoading): Promise<ModelFiles> {
    const located = await this.#records.locate(source).catch(() => undefined)
    if (located !== undefined) return toFiles(located)
    const pulled = this.#lastPull.then(() =>
      pullModel(source, {
        records: this.#records,
        access: hubAccess(),
        isOffline: isHubOffline(),
        confirm: (model) => checkLicense(model, false),
        onEvent: this.#watch(onDownload),
      }),
    )
    this.#lastPull = pulled.catch(() => {})
    try {
      await pulled
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new EngineUnavailableError(`${formatHubSource(source)} could not be downloaded: ${reason}`, {
        status: 503,
        cause,
      })
    }
    return toFiles(await this.#records.locate(source))
  }

  /** Passes on the events of a pull, and adds up the progress of its files. */
  #watch(onDownload: EngineLoading['onDownload']): (event: PullEvent) => void {
    const doneByFile = new Map<string, number>()
    let total = 0
    return (event) => {
      this.#models.onEvent?.(event)
      if (event.event === 'model') total = event.bytes
      else if (event.event === 'progress') {
        doneByFile.set(event.file, event.done)
        onDownload({ done: [...doneByFile.values()].reduce((sum, done) => sum + done, 0), total })
      }
    }
  }
}

function toFiles({ record, paths }: LocatedModel): ModelFiles {
  const { source, commit, license, files } = record
  const { sha256 } = findWeights(files)!
  return { paths, origin: { source, revision: commit, sha256, ...(license === undefined ? {} : { license }) } }
}

/** Returns the largest file of a model, which has the weights; undefined if there are no files. */
function findWeights<File extends { readonly size: number }>(files: readonly File[]): File | undefined {
  return files.toSorted((a, b) => b.size - a.size)[0]
}

/** Lists a file, or the files of a directory. */
async function listFiles(path: string): Promise<readonly string[]> {
  const full = resolve(path)
  const stats = await stat(full).catch(() => undefined)
  if (stats === undefined) throw new RangeError(`${path} does not exist`)
  if (!stats.isDirectory()) return [full]
  const entries = await readdir(full, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
}

async function describeFile(source: string, paths: readonly string[]): Promise<ModelOrigin> {
  const files = await Promise.all(paths.map(async (path) => ({ path, stats: await stat(path) })))
  const regular = files.filter(({ stats }) => stats.isFile()).map(({ path, stats }) => ({ path, size: stats.size }))
  const weights = findWeights(regular)
  if (weights === undefined) throw new RangeError(`${source} has no files`)
  return { source, sha256: await hashFile(weights.path) }
}

async function connectUpstream(
  capability: Capability,
  { url: baseUrl, model }: { readonly url: string; readonly model?: string | undefined },
): Promise<unknown> {
  const upstream = await import('@mira/engine/upstream')
  const variable = `${engineVariable(capability)}_KEY`
  const options = { baseUrl, model, apiKey: process.env[variable] }
  const creators: { readonly [Name in Capability]?: () => unknown } = {
    chat: () => addMiraModels(upstream.createUpstreamChatEngine(options)),
    embeddings: () => upstream.createUpstreamEmbeddingEngine(options),
    images: () => upstream.createUpstreamImageEngine(options),
    vision: () => upstream.createUpstreamVisionEngine(options),
    speech: () => upstream.createUpstreamSpeechEngine(options),
    transcription: () => upstream.createUpstreamTranscriptionEngine(options),
    music: () => upstream.createUpstreamMusicEngine(options),
    video: () => upstream.createUpstreamVideoEngine(options),
    moderation: () => upstream.createUpstreamModerationEngine(options),
  }
  const create = creators[capability]
  if (create === undefined) throw new RangeError(`${capability} has no upstream; use local or off`)
  return async () => create()
}

/** Returns the environment variable of a capability's source: `MIRA_ENGINE_CHAT`, `MIRA_ENGINE_IMAGE_MODERATION`. */
export function engineVariable(capability: Capability): string {
  return `MIRA_ENGINE_${capability.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}
