import { type Dialect, dialectOf } from './dialects.ts'
import { createScript, type EventScript, frame, type Layout } from './event-script.ts'

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
