import { type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import type { Logger } from '../logger.ts'
import { type FixtureSet, parseFixtures } from './parse-fixtures.ts'

const extensions = new Set(['.json', '.yaml', '.yml'])

/**
 * Reads the fixtures of a file, or of all JSON and YAML files of a directory and its subdirectories in the order of
 * their paths.
 *
 * @param skipped - Absolute paths of files that are not read.
 * @throws {Error} with file, line and field of the first problem, or when there is no such file.
 */
export function readFixtures(path: string, skipped?: ReadonlySet<string>): FixtureSet {
  const files = statSync(path).isDirectory() ? listFiles(path) : [path]
  return mergeSets(
    files
      .filter((file) => skipped?.has(resolve(file)) !== true)
      .map((file) => parseFixtures(readFileSync(file, 'utf8'), toShortPath(file))),
  )
}

/** Combines the content of several files. */
export function mergeSets(sets: readonly FixtureSet[]): FixtureSet {
  return {
    fixtures: sets.flatMap(({ fixtures }) => fixtures),
    exchanges: sets.flatMap(({ exchanges }) => exchanges),
  }
}

function listFiles(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name)))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
}

/** Returns the path that a message shows, from the working directory if the file is in it. */
function toShortPath(file: string): string {
  const short = relative(process.cwd(), file)
  return short.startsWith('..') ? file : short
}

/** Fixture files that are being watched. */
export interface WatchedFixtures {
  close(): void
}

/** Options of {@link watchFixtures}. */
export interface WatchFixturesOptions {
  readonly logger: Logger
  /** Absolute paths of files that are not read. */
  readonly skipped?: ReadonlySet<string> | undefined
  /** Called with the content of all files whenever one has changed. */
  onChange(set: FixtureSet): void
}

/** Reads fixtures again whenever a file changes. A set with an error is logged, and the previous one is kept. */
export function watchFixtures(path: string, { logger, skipped, onChange }: WatchFixturesOptions): WatchedFixtures {
  const isDirectory = statSync(path).isDirectory()
  let isScheduled = false
  let isClosed = false
  const reload = () => {
    isScheduled = false
    if (isClosed) return
    try {
      const set = readFixtures(path, skipped)
      onChange(set)
      const { fixtures, exchanges } = set
      logger.info({ path, fixtures: fixtures.length, exchanges: exchanges.length }, 'fixtures reloaded')
    } catch (err) {
      logger.error({ path, err }, 'fixtures could not be reloaded; the previous ones stay in use')
    }
  }
  // An editor replaces a file instead of writing to it, which only its directory reports.
  const watcher: FSWatcher = watch(isDirectory ? path : dirname(path), { recursive: isDirectory }, (_event, name) => {
    if (!isDirectory && name !== basename(path)) return
    if (isScheduled) return
    isScheduled = true
    // Reports of one change arrive together.
    setImmediate(reload)
  })
  watcher.unref()
  watcher.on('error', (err) => logger.error({ path, err }, 'fixtures are no longer watched'))
  return {
    close() {
      isClosed = true
      watcher.close()
    },
  }
}
