/** Sample rates of a session, in samples per second. */
export interface SampleRates {
  readonly input: number
  readonly output: number
}

/** Reads the sample rates reported by the server, in the documented form or in OpenAI's newer one. */
export function readSampleRates(session: Record<string, unknown> | undefined): Partial<SampleRates> {
  const {
    audio = {},
    input_sample_rate,
    output_sample_rate,
  } = (session ?? {}) as {
    input_sample_rate?: unknown
    output_sample_rate?: unknown
    audio?: Partial<Record<'input' | 'output', { format?: { rate?: unknown } | null } | null>>
  }
  const input = input_sample_rate ?? audio.input?.format?.rate
  const output = output_sample_rate ?? audio.output?.format?.rate
  return { ...(isRate(input) && { input }), ...(isRate(output) && { output }) }
}

const isRate = (value: unknown): value is number => typeof value === 'number' && value > 0
