import type { DemoClient } from './demo-client.ts'

/** Context of a step of the tour. */
export interface StepContext {
  /** Client with the development key. */
  readonly mira: DemoClient
  /** Aborts when the user stops the tour. */
  readonly signal: AbortSignal
  /** Creates a client with another API key. */
  connect(apiKey: string): DemoClient
  /** Runs `mira-server` with these arguments on the store of the tour, and returns its output. */
  administer(...args: string[]): Promise<string>
  /** Directory for generated files. */
  readonly outputDir: string
}

/** A step of the tour: demonstrates a feature and summarizes the result. */
export interface Step {
  /** Short name, for `--only`. */
  readonly name: string
  /** Heading of the step. */
  readonly title: string
  /** Endpoints used by the step. */
  readonly endpoints: readonly string[]
  /** Runs the step. @returns A summary line for the final table. @throws {Error} when a result is not as expected. */
  run(context: StepContext): Promise<string>
}

/** Asserts a condition on a result, so that the tour fails on a wrong answer. */
export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}
