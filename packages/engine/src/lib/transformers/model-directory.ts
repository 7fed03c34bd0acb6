import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import { leaveOutDirectories } from '../leave-out-directories.ts'

/** Directory of an ONNX model. */
export interface ModelDirectory {
  /** Directory of `config.json`. */
  readonly path: string
  /** Directory of the weights, relative to `path`. */
  readonly subfolder: string
  /** File name of the weights without `.onnx`. */
  readonly graph: string
  /** Bytes of the weights. */
  readonly size: number
  readonly config: Readonly<Record<string, unknown>>
}

/**
 * Finds the directory of a model from the path to its weights, and reads its configuration.
 *
 * @throws {EngineUnavailableError} for a file that is missing or cannot be read.
 */
export async function openModelDirectory(modelPath: string): Promise<ModelDirectory> {
  const folder = dirname(modelPath)
  const name = basename(modelPath)
  if (!name.endsWith('.onnx')) throw unusable(modelPath, 'it is not an ONNX file')
  const siblings = (await readdir(folder).catch(() => [])).filter(
    (sibling) => sibling === name || sibling.startsWith(`${name}_data`) || sibling === `${name}.data`,
  )
  if (!siblings.includes(name)) throw unusable(modelPath, 'it does not exist')
  const sizes = await Promise.all(siblings.map(async (sibling) => (await stat(join(folder, sibling))).size))
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0)
  // In `onnx/`, there may be a copy of the configuration without the files of Sentence Transformers.
  const places = basename(folder) === 'onnx' ? [dirname(folder), folder] : [folder, dirname(folder)]
  for (const path of places) {
    const config = await readModelJson({ path }, 'config.json')
    if (config !== undefined)
      return { path, subfolder: relative(path, folder), graph: name.slice(0, -'.onnx'.length), size, config }
  }
  throw unusable(modelPath, 'there is no config.json beside it, nor in the directory above')
}

/**
 * Reads a JSON object of a model. Undefined if the file does not exist.
 *
 * @throws {EngineUnavailableError} for a file that is not a JSON object.
 */
export async function readModelJson(
  { path }: Pick<ModelDirectory, 'path'>,
  name: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const value = await readJson(path, name)
  if (value === undefined || isRecord(value)) return value
  throw unusable(join(path, name), 'it is not a JSON object')
}

/** Reads a JSON array of a model. Empty if the file does not exist or holds something else. */
export async function readModelList({ path }: Pick<ModelDirectory, 'path'>, name: string): Promise<readonly unknown[]> {
  const value = await readJson(path, name)
  return Array.isArray(value) ? value : []
}

async function readJson(path: string, name: string): Promise<unknown> {
  const text = await readFile(join(path, name), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unusable(join(path, name), 'it is not JSON', cause)
  }
}

/** Creates the error for a model that cannot be used. Callers see its sentence, so it has the names of files alone. */
export function unusable(path: string, reason: string, cause?: unknown): EngineUnavailableError {
  const sentence = leaveOutDirectories(reason, [path, dirname(path)])
  return new EngineUnavailableError(`The model ${basename(path)} could not be loaded: ${sentence}`, {
    status: 503,
    cause,
  })
}
