import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { describeIssues } from '../wire/describe-issues.ts'
import type { Fixture, FixtureAnswer, FixtureFile } from './fixture.ts'
import { FixtureSchema, PacingSchema } from './fixture-schema.ts'

/** Fixtures of a file: a list, or an object with a list and the pacing of all that have none. */
const FileSchema = z.strictObject({
  $schema: z.string().optional(),
  pacing: PacingSchema.optional(),
  fixtures: z.array(z.unknown()),
})

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
export function parseFixtures(text: string, path: string): Fixture[] {
  const document = parsePositioned(text, path)
  const isList = Array.isArray(document.value)
  const base: Path = isList ? [] : ['fixtures']
  const file = isList
    ? { fixtures: document.value as unknown[], pacing: undefined }
    : parse(FileSchema, { ...document, path })
  return file.fixtures.map((value, index) => {
    const place = [...base, index]
    const fixture = parse(FixtureSchema, { ...document, value, path, place }) as Fixture & { answer: FixtureAnswer }
    return {
      ...fixture,
      name: fixture.name ?? `${path}:${document.lineOf(place)}`,
      pacing: fixture.pacing ?? file.pacing,
      answer: readFiles(fixture.answer, (source, field) => {
        const file = resolve(dirname(path), source)
        try {
          return readFileSync(file)
        } catch (cause) {
          const line = document.lineOf([...place, 'answer', ...field])
          const detail = `cannot read ${file} (${(cause as NodeJS.ErrnoException).code})`
          throw new Error(`${path}:${line}: ${['answer', ...field].join('.')}: ${detail}`, { cause })
        }
      }),
    }
  })
}

/** @throws {Error} with file, line and field, when a value does not match a schema. */
function parse<Schema extends z.ZodType>(
  schema: Schema,
  { value, lineOf, path, place = [] }: Positioned & { readonly path: string; readonly place?: Path },
): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const unknownKey = issue!.code === 'unrecognized_keys' ? issue!.keys.slice(0, 1) : []
  const line = lineOf([...place, ...issue!.path, ...unknownKey])
  const index = place.at(-1)
  const subject = index === undefined ? '' : `fixture ${Number(index) + 1}: `
  throw new Error(`${path}:${line}: ${subject}${describeIssues([issue!])}`)
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
