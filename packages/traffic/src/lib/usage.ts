import { toRecord } from '@mira/core/internal'

/** Tokens that a call used. */
export interface TokenUsage {
  readonly total: number
  /** Tokens of the output, if reported. */
  readonly output: number | undefined
}

/** Reads the usage of a result, or of the part of a stream that has arrived. */
export function readUsage(result: unknown): TokenUsage | undefined {
  const { snapshot, usage: ownUsage } = toRecord(result)
  const usage = toRecord(ownUsage ?? toRecord(snapshot).usage ?? toRecord(toRecord(snapshot).response).usage)
  const [input, output, total] = [
    [usage.prompt_tokens, usage.input_tokens],
    [usage.completion_tokens, usage.output_tokens],
    [usage.total_tokens],
  ].map((values) => values.find((value) => typeof value === 'number' && value >= 0) as number | undefined)
  const sum = total ?? (input === undefined ? undefined : input + (output ?? 0))
  return sum === undefined ? undefined : { total: sum, output }
}
