import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { z } from '@hono/zod-openapi'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { describeIssues } from '../wire/describe-issues.ts'
import type { Fixture, FixtureAnswer, FixtureFile, Pacing } from './fixture.ts'
import { FixtureSchema, PacingSchema } from './fixture-schema.ts'
import { type Exchange, exchangeSchemaOf } from './recording/exchange.ts'
import { toExchange } from './recording/parse-exchange.ts'

/** Content of fixture files. */
export interface FixtureSet {
  readonly fixtures: readonly Fixture[]
  /** Recorded exchanges, in the order of their recording. */
  readonly exchanges: readonly Exchange[]
}

/** Content of a file: fixtures, the pacing of all that have none, and recorded exchanges. */
const FileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    pacing: PacingSchema.optional(),
    fixtures: z.array(z.unknown()).optional(),
    exchanges: z.array(z.unknown()).optional(),
  })
  .refine(
    ({ fixtures, exchanges }) => fixtures !== undefined || exchanges !== undefined,
    'expected a list of fixtures, or the field fixtures or exchanges',
  )

/** Path to a value in a document. */
type Path = readonly PropertyKey[]

/** Document with the positions of its values. */
interface Positioned {
  readonly value: unknown
  /** Returns the line of the value at a path, or of the nearest one that contains it. */
  lineOf(path: Path): number
}

/**
 * Parses a fixture file in JSON or YAML and reads the files that it names.
 *
 * @param path - Path of the file, for messages and for the files that it names.
 * @throws {Error} with file, line and field of the first problem.
 */
export function parseFixtures(text: string, path: string): FixtureSet {
  const document = parsePositioned(text, path)
  const source = { ...document, path }
  if (Array.isArray(document.value)) return { fixtures: toFixtures(document.value, source, []), exchanges: [] }
  const { fixtures = [], exchanges = [], pacing } = parse(FileSchema, source)
  return {
    fixtures: toFixtures(fixtures, { ...source, pacing }, ['fixtures']),
    exchanges: toExchanges(exchanges, source),
  }
}

/** Document of a file, with the pacing of its fixtures. */
type Source = Positioned & { readonly path: string; readonly pacing?: Pacing | undefined }

function toFixtures(values: readonly unknown[], source: Source, base: Path): Fixture[] {
  const { path, lineOf, pacing } = source
  return values.map((value, index) => {
    const place = [...base, index]
    const subject = `fixture ${index + 1}: `
    const fixture = parse(FixtureSchema, { ...source, value, place, subject }) as Fixture & { answer: FixtureAnswer }
    return {
      ...fixture,
      name: fixture.name ?? `${path}:${lineOf(place)}`,
      pacing: fixture.pacing ?? pacing,
      answer: readFiles(fixture.answer, (file, field) => readNamed(file, source, [place, ['answer', ...field]])),
    }
  })
}

function toExchanges(values: readonly unknown[], source: Source): Exchange[] {
  const { path, lineOf } = source
  return values.map((value, index) => {
    const place = ['exchanges', index]
    const subject = `exchange ${index + 1}: `
    const written = parse<z.ZodType>(exchangeSchemaOf(value), { ...source, value, place, subject })
    return toExchange(written as Parameters<typeof toExchange>[0], {
      name: `${path}:${lineOf(place)}`,
      read: (file) => readNamed(file, source, [place, ['response', 'file']]),
      fail: (field, problem) =>
        new Error(`${path}:${lineOf([...place, ...field])}: ${subject}${field.join('.')}: ${problem}`),
    })
  })
}

/** @throws {Error} with file, line and field, when a file that a value names cannot be read. */
function readNamed(name: string, { path, lineOf }: Source, [place, field]: readonly [Path, Path]): Uint8Array {
  const file = resolve(dirname(path), name)
  try {
    return readFileSync(file)
  } catch (cause) {
    const detail = `cannot read ${file} (${(cause as NodeJS.ErrnoException).code})`
    throw new Error(`${path}:${lineOf([...place, ...field])}: ${field.join('.')}: ${detail}`, { cause })
  }
}

/** @throws {Error} with file, line and field, when a value does not match a schema. */
function parse<Schema extends z.ZodType>(
  schema: Schema,
  { value, lineOf, path, place = [], subject = '' }: Source & { readonly place?: Path; readonly subject?: string },
): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const unknownKey = issue!.code === 'unrecognized_keys' ? issue!.keys.slice(0, 1) : []
  const line = lineOf([...place, ...issue!.path, ...unknownKey])
  throw new Error(`${path}:${line}: ${subject}${describeIssues([issue!], value)}`)
}

/** @throws {Error} with file and line, when the text is neither JSON nor YAML. */
function parsePositioned(text: string, path: string): Positioned {
  // JSON is YAML, so one parser knows the lines of both; it accepts more than JSON, though.
  if (extname(path) === '.json') checkJson(text, path)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) throw new Error(`${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`)
  const lineOf = (place: Path): number => {
    for (let length = place.length; length > 0; length -= 1) {
      const start = findKey(document.contents, place.slice(0, length))?.range?.[0]
      if (start !== undefined) return lines.linePos(start).line
    }
    return 1
  }
  return { value: document.toJS({ maxAliasCount: 100 }), lineOf }
}

/** Returns the node at a path; in an object it is the key, whose line is that of the field. */
function findKey(root: Node | null, place: Path): Node | undefined {
  let current: Node | null = root
  let key: Node | undefined
  for (const step of place) {
    if (isMap(current)) {
      const pair = current.items.find((item) => String(item.key) === String(step))
      if (pair === undefined) return undefined
      key = pair.key as Node
      current = pair.value as Node | null
    } else if (isSeq(current)) {
      key = current.items[Number(step)] as Node | undefined
      if (key === undefined) return undefined
      current = key
    } else return undefined
  }
  return key
}

function checkJson(text: string, path: string): void {
  try {
    JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause })
  }
}

/** Replaces the files of an answer by their content. */
function readFiles(
  answer: FixtureAnswer,
  read: (file: string, field: readonly (string | number)[]) => Uint8Array,
): FixtureAnswer {
  const load = <Source extends FixtureFile>(source: Source, ...field: (string | number)[]): Source =>
    source.file === undefined ? source : { ...source, file: undefined, bytes: read(source.file, [...field, 'file']) }
  const { audio, video, images } = answer
  return {
    ...answer,
    ...(audio === undefined ? {} : { audio: load(audio, 'audio') }),
    ...(video === undefined ? {} : { video: load(video, 'video') }),
    ...(images === undefined ? {} : { images: images.map((image, index) => load(image, 'images', index)) }),
  }
}
