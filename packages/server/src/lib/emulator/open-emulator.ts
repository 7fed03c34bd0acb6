import type { Emulation } from '../emulation.ts'
import type { Logger } from '../logger.ts'
import { describeIssues } from '../wire/describe-issues.ts'
import { Emulator } from './emulator.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import type { Fixture } from './fixture.ts'
import { CodeFixtureSchema, PacingSchema } from './fixture-schema.ts'
import { readFixtures, watchFixtures } from './watch-fixtures.ts'

/**
 * Opens the emulator of a server.
 *
 * @throws {RangeError} when an option or a fixture in code is invalid.
 * @throws {Error} with file, line and field, when a fixture file is invalid.
 */
export function openEmulator(
  options: EmulatorOptions,
  parts: { readonly logger: Logger; readonly now: () => number },
): Emulation {
  const { fixtures = [], pacing } = options
  const sources: readonly (Fixture | string)[] = typeof fixtures === 'string' ? [fixtures] : fixtures
  const paths = sources.filter((source) => typeof source === 'string')
  const code = sources.filter((source) => typeof source !== 'string').map(checkFixture)
  if (pacing !== undefined) check(PacingSchema.safeParse(pacing), 'emulator.pacing')
  const emulator = new Emulator(options, { ...parts, code })
  const sets = paths.map(readFixtures)
  emulator.book.setFiles(sets.flat())
  for (const [index, path] of paths.entries()) {
    emulator.watched.push(
      watchFixtures(path, {
        logger: parts.logger,
        onChange(changed) {
          sets[index] = [...changed]
          emulator.book.setFiles(sets.flat())
        },
      }),
    )
  }
  return emulator
}

function checkFixture(fixture: Fixture, index: number): Fixture {
  check(CodeFixtureSchema.safeParse(fixture), `emulator.fixtures[${index}]`)
  return fixture
}

function check(parsed: ReturnType<typeof CodeFixtureSchema.safeParse>, subject: string): void
function check(parsed: ReturnType<typeof PacingSchema.safeParse>, subject: string): void
function check(
  parsed: ReturnType<typeof CodeFixtureSchema.safeParse> | ReturnType<typeof PacingSchema.safeParse>,
  subject: string,
): void {
  if (!parsed.success) throw new RangeError(`${subject}: ${describeIssues(parsed.error.issues)}`)
}
