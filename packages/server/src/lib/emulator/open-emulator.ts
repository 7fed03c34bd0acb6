import type { ServerEmulation } from '../context.ts'
import type { Logger } from '../logger.ts'
import { describeIssues } from '../wire/describe-issues.ts'
import { Control } from './control.ts'
import { Emulator } from './emulator.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import type { Fixture } from './fixture.ts'
import { CodeFixtureSchema, PacingSchema } from './fixture-schema.ts'
import type { FixtureSet } from './parse-fixtures.ts'
import type { ReplayOptions } from './recording/timeline.ts'
import { mergeSets, readFixtures, watchFixtures } from './watch-fixtures.ts'

/**
 * Opens the emulator of a server.
 *
 * @throws {RangeError} when an option or a fixture in code is invalid.
 * @throws {Error} with file, line and field, when a fixture file is invalid.
 */
export function openEmulator(
  options: EmulatorOptions,
  parts: { readonly logger: Logger; readonly now: () => number },
): ServerEmulation {
  const { fixtures = [], pacing, control = false } = options
  const sources: readonly (Fixture | string)[] = typeof fixtures === 'string' ? [fixtures] : fixtures
  const paths = sources.filter((source) => typeof source === 'string')
  const code = sources.filter((source) => typeof source !== 'string').map(checkFixture)
  checkReplay(options.replay ?? {})
  if (pacing !== undefined) check(PacingSchema, { value: pacing, subject: 'emulator.pacing' })
  const emulator = new Emulator(options, { ...parts, code })
  if (control !== false) emulator.control = new Control(emulator, control === true ? {} : control)
  // New recordings are not replayed in the same run: a job that is polled would never proceed.
  const skipped = emulator.recording?.recorder.written
  const sets = paths.map((path) => readFixtures(path, skipped))
  setFiles(emulator, sets)
  for (const [index, path] of paths.entries()) {
    emulator.watched.push(
      watchFixtures(path, {
        logger: parts.logger,
        skipped,
        onChange(changed) {
          sets[index] = changed
          setFiles(emulator, sets)
        },
      }),
    )
  }
  return emulator
}

function setFiles({ book, recordings }: Emulator, sets: readonly FixtureSet[]): void {
  const { fixtures, exchanges } = mergeSets(sets)
  book.setFiles(fixtures)
  recordings.set(exchanges)
}

function checkReplay({ speed = 1 }: ReplayOptions): void {
  if (speed > 0) return
  throw new RangeError(`emulator.replay.speed: expected a number above 0, received ${speed}`)
}

function checkFixture(fixture: Fixture, index: number): Fixture {
  check(CodeFixtureSchema, { value: fixture, subject: `emulator.fixtures[${index}]` })
  return fixture
}

function check(
  schema: typeof CodeFixtureSchema | typeof PacingSchema,
  { value, subject }: { readonly value: unknown; readonly subject: string },
): void {
  const { success, error } = schema.safeParse(value)
  if (!success) throw new RangeError(`${subject}: ${describeIssues(error.issues, value)}`)
}
