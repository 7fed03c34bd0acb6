import type { CheckResult } from './runtime.ts'

/** Yields the lines of a program that runs in this process and prints them one by one. */
export async function* collectLines(
  run: (print: (line: string) => void) => Promise<void>,
): AsyncGenerator<CheckResult> {
  const lines: string[] = []
  await run((line) => lines.push(line))
  yield* lines.map((line): CheckResult => JSON.parse(line))
}
