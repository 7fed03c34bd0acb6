import type { DemoClient } from './demo-client.ts'

/** What a step of the tour has at hand. */
export interface StepContext {
  readonly mira: DemoClient
  /** Ends the step when the user does. */
  readonly signal: AbortSignal
  /** Connects with another key. */
  connect(apiKey: string): DemoClient
  /** Runs `mira-server` with these arguments on the tour's own store, and gives what it prints. */
  administer(...args: string[]): Promise<string>
  /** Folder for what the tour makes. */
  readonly outputDir: string
}

/** A stop of the tour: shows something for real, and says in a few words what came of it. */
export interface Step {
  /** Short name, for `--only`. */
  readonly name: string
  readonly title: string
  /** Endpoints it drives. */
  readonly endpoints: readonly string[]
  /** @returns A line for the closing table. @throws when what came back is not what a user would expect. */
  run(context: StepContext): Promise<string>
}

/** A step's own check of what it got, so that the tour cannot end well on a wrong answer. */
export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}
