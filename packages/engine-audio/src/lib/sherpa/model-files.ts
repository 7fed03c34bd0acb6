import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

/** Suffixes of precisions in order of preference; a plain name is of full precision. */
const precisions = ['int8', '', 'fp16']
const graphPattern = /(?:[._-](int8|fp16|quantized|q8))?\.(?:onnx|ort)$/

/** Files of a model, found by their names. */
export class ModelFiles {
  /** Graphs in one precision each. */
  readonly graphs: readonly string[]
  readonly #paths: readonly string[]

  constructor(paths: readonly string[]) {
    this.#paths = [...paths].sort()
    this.graphs = chooseGraphs(this.#paths)
  }

  /** Directory of the first graph, else of the first file. */
  get directory(): string {
    return dirname(this.graphs[0] ?? this.#paths[0] ?? '.')
  }

  /** Finds the only graph whose name matches; undefined if none or several do. */
  graph(pattern: RegExp): string | undefined {
    const matches = this.graphs.filter((path) => pattern.test(stemOf(path)))
    return matches.length === 1 ? matches[0] : undefined
  }

  /** Finds files by name; those nearest to the root of the model first. */
  named(pattern: RegExp): readonly string[] {
    const matches = this.#paths.filter((path) => pattern.test(basename(path)))
    return matches.sort((a, b) => a.length - b.length)
  }

  /** Finds the list of tokens. */
  get tokens(): string | undefined {
    return this.named(/(?:^|[-_.])tokens\.txt$/)[0]
  }

  /** Finds the data of eSpeak NG: its directory, or a link to one, which is listed as a file. */
  get espeakData(): string | undefined {
    const file = this.#paths.find((path) => /[/\\]espeak-ng-data(?:[/\\]phontab)?$/.test(path))
    return file?.endsWith('phontab') === true ? dirname(file) : file
  }
}

/**
 * Checks that a model has all files of its family.
 *
 * @param needed - Paths by the name that the error shows.
 * @throws {RangeError} naming the missing files.
 */
export function checkComplete(family: string, needed: Readonly<Record<string, string | undefined>>): void {
  const missing = Object.keys(needed).filter((name) => needed[name] === undefined)
  if (missing.length === 0) return
  throw new RangeError(`The files look like a ${family} model, but lack its ${missing.join(', ')}`)
}

/** Adds up the sizes of files, in bytes. */
export async function sizeOf(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Name of a graph without its precision: `encoder` of `encoder.int8.onnx`. */
export function stemOf(path: string): string {
  return basename(path).replace(graphPattern, '')
}

function chooseGraphs(paths: readonly string[]): string[] {
  const best = new Map<string, string>()
  for (const path of paths.filter((one) => graphPattern.test(basename(one)))) {
    const stem = path.replace(graphPattern, '')
    const known = best.get(stem)
    if (known === undefined || rankOf(path) < rankOf(known)) best.set(stem, path)
  }
  return [...best.values()]
}

function rankOf(path: string): number {
  const precision = graphPattern.exec(basename(path))?.[1] ?? ''
  const rank = precisions.indexOf(precision)
  return rank < 0 ? precisions.length : rank
}
