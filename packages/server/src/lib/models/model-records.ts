import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { CachedRepository, hubCacheDirectory } from './hub-cache.ts'
import { shortenSource } from './model-catalog.ts'
import { formatHubSource, type HubSource } from './model-source.ts'
import { parseJson } from './parse-json.ts'

const RecordSchema = z.object({
  source: z.string(),
  repository: z.string(),
  revision: z.string(),
  commit: z.string(),
  license: z.string().optional(),
  pulledAt: z.iso.datetime(),
  files: z.array(z.object({ path: z.string(), size: z.int(), sha256: z.string() })),
})

/** Model that was pulled: the commit and the hashes of its files, so that later starts use the same bytes. */
export type ModelRecord = z.infer<typeof RecordSchema>

/** Error for a model that was not pulled, or whose files are gone. The message is the command that pulls it. */
export class ModelMissingError extends Error {
  override readonly name = 'ModelMissingError'
}

/** Records of the pulled models of one data directory. */
export class ModelRecords {
  readonly #directory: string

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'models')
  }

  /** Lists all records, sorted by source. */
  async list(): Promise<readonly ModelRecord[]> {
    const names = await readdir(this.#directory).catch(() => [])
    const records = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => this.#read(name)))
    return records.filter((record) => record !== undefined).sort((a, b) => (a.source < b.source ? -1 : 1))
  }

  /** Returns the record of a source; undefined if it was not pulled. */
  find(source: string): Promise<ModelRecord | undefined> {
    return this.#read(fileName(source))
  }

  /** Writes a record atomically. */
  async save(record: ModelRecord): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 })
    const path = join(this.#directory, fileName(record.source))
    await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`)
    await rename(`${path}.new`, path)
  }

  /** Removes a record, but no files. */
  async remove(source: string): Promise<void> {
    await rm(join(this.#directory, fileName(source)), { force: true })
  }

  /**
   * Returns the directory and the paths of the files of a pulled model.
   *
   * @throws {ModelMissingError} with the command to run when the model was not pulled or is incomplete.
   */
  async locate(source: HubSource): Promise<LocatedModel> {
    const full = formatHubSource(source)
    const name = shortenSource(full)
    const record = await this.find(full)
    if (record === undefined) throw new ModelMissingError(`${name} is not downloaded: run "mira-server pull ${name}"`)
    const directory = modelDirectory(record)
    const problem = await findProblem(record)
    if (problem !== undefined) {
      throw new ModelMissingError(`${name} is incomplete: ${problem}; run "mira-server pull ${name}"`)
    }
    return { record, directory, paths: record.files.map(({ path }) => join(directory, path)) }
  }

  async #read(name: string): Promise<ModelRecord | undefined> {
    const text = await readFile(join(this.#directory, name), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const parsed = RecordSchema.safeParse(parseJson(text))
    if (!parsed.success)
      throw new Error(`${join(this.#directory, name)} is damaged: remove it and pull the model again`)
    return parsed.data
  }
}

/** Returns the directory of the files of a pulled model. */
export function modelDirectory({ repository, commit }: ModelRecord): string {
  return new CachedRepository(hubCacheDirectory(), repository).snapshotDirectory(commit)
}

/** Compares the files of a pulled model with their recorded sizes. Undefined if all are there. */
export async function findProblem(record: ModelRecord): Promise<string | undefined> {
  for (const { path, size } of record.files) {
    const found = (await stat(join(modelDirectory(record), path)).catch(() => undefined))?.size
    if (found === undefined) return `${path} is missing`
    if (found !== size) return `${path} has ${found} instead of ${size} bytes`
  }
  return undefined
}

/** Files of a pulled model. */
export interface LocatedModel {
  readonly record: ModelRecord
  /** Directory of the commit. */
  readonly directory: string
  /** Paths of the files, in the order of the record. */
  readonly paths: readonly string[]
}

/** Readable, and distinct for sources that differ only in characters that file names cannot have. */
function fileName(source: string): string {
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
  return `${source.replaceAll(/[^\w.-]+/g, '-')}-${hash}.json`
}
