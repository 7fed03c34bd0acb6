import type { Fixture, Pacing } from './fixture.ts'
import type { JournalOptions } from './journal.ts'
import type { RecordOptions } from './recording/target.ts'
import type { ReplayOptions } from './recording/timeline.ts'

/** Options of the control API. */
export interface ControlOptions {
  /** Token that its callers send as `Authorization: Bearer …`. Defaults to a random one. */
  readonly token?: string | undefined
  /** Whether it can be used from other machines. Defaults to false: from this machine only. */
  readonly isExposed?: boolean | undefined
}

/** Options of the emulator: fixed answers, faults at run time and a journal, for tests of applications. */
export interface EmulatorOptions {
  /**
   * Fixtures, or the path of a JSON or YAML file or of a directory of such files, which are read again when they
   * change. Fixtures in code come before those of files.
   */
  readonly fixtures?: string | readonly (Fixture | string)[] | undefined
  /** Rejects calls that no fixture matches with 404, instead of passing them to an engine. Defaults to false. */
  readonly strict?: boolean | undefined
  /** Pacing of fixtures that have none. */
  readonly pacing?: Pacing | undefined
  /** Passes requests without a fixture on to an API, and records the exchanges as fixture files. */
  readonly record?: RecordOptions | undefined
  /** Timing of recorded exchanges. Defaults to that of the recording. */
  readonly replay?: ReplayOptions | undefined
  /** Serves the control API under `/__mira/`. Defaults to false. */
  readonly control?: boolean | ControlOptions | undefined
  /** Limits of the journal of requests. */
  readonly journal?: JournalOptions | undefined
}
