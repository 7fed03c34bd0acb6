import { type Dialect, dialectOf } from './dialects.ts'
import { createScript, type EventScript, frame, type Layout } from './event-script.ts'
import { chatShapes, responseShapes, type StreamShape } from './stream-shapes.ts'

/** Layout and length of a stream. */
export type ScriptName = Layout | 'short'

/** Prepared streams of one dialect. */
export interface Scripts {
  readonly byName: Readonly<Record<ScriptName, EventScript>>
  /** A single delta in an HTTP chunk. */
  readonly oneDelta: Buffer
}

const made = new Map<Dialect, Scripts>()

/** Returns the scripts in the dialect of a path. */
export function scriptsOf(path: string): Scripts {
  const dialect = dialectOf(path)
  const scripts = made.get(dialect) ?? createScripts(dialect)
  made.set(dialect, scripts)
  return scripts
}

const createScripts = (dialect: Dialect): Scripts => ({
  byName: {
    each: createScript(dialect, 'each'),
    bulk: createScript(dialect, 'bulk'),
    split: createScript(dialect, 'split'),
    short: createScript(dialect, 'each', 20),
  },
  oneDelta: frame(Buffer.from(dialect.delta(0))),
})

const seed = Number(process.env.BENCH_SEED ?? 1)
const shapes = { chat: chatShapes(seed), responses: responseShapes(seed) }
const shaped = new Map<string, EventScript>()

/**
 * Returns the script of a family of servers.
 *
 * @param layout - Distribution of its events over HTTP chunks.
 * @throws {RangeError} when the family is unknown.
 */
export function shapedScript(path: string, name: string, layout: Layout): EventScript {
  const api = path.endsWith('/responses') ? 'responses' : 'chat'
  const key = `${api} ${name} ${layout}`
  const shape: StreamShape | undefined = shapes[api][name]
  if (shape === undefined) throw new RangeError(`There is no family ${key}`)
  const script = shaped.get(key) ?? createScript(shape, layout)
  shaped.set(key, script)
  return script
}
