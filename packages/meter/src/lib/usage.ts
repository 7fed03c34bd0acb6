/** Normalized usage of one or more calls. Every field is a whole number; 0 if nothing of the kind was used. */
export interface Usage {
  /** Number of calls. */
  readonly calls: number
  /** Tokens of the input, including the cached ones. */
  readonly promptTokens: number
  /** Tokens of the input that the server had cached. */
  readonly cachedTokens: number
  /** Tokens of the output, including those of reasoning. */
  readonly completionTokens: number
  /** Tokens of the output that are reasoning. */
  readonly reasoningTokens: number
  /** Images, generated or analyzed. */
  readonly images: number
  /** Duration of audio and video, generated or processed, in milliseconds. */
  readonly durationMs: number
  /** Characters (code points) of text converted to speech. */
  readonly characters: number
  /** Music and video jobs that succeeded. */
  readonly jobs: number
}

/** Usage of no call. */
export const noUsage: Usage = {
  calls: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  images: 0,
  durationMs: 0,
  characters: 0,
  jobs: 0,
}

/** Names of the fields of a usage. */
export const usageFields: readonly (keyof Usage)[] = /* @__PURE__ */ Object.keys(noUsage) as (keyof Usage)[]

/** Adds two usages. A sum ends at 2⁵³ − 1, beyond which a number would not be exact. */
export function addUsage(one: Usage, other: Usage): Usage {
  const sums = usageFields.map((name) => [name, Math.min(one[name] + other[name], Number.MAX_SAFE_INTEGER)])
  return Object.fromEntries(sums) as unknown as Usage
}
