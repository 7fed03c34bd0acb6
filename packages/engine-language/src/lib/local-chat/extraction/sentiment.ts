import Sentiment from 'sentiment'

/** Tone of a text by the AFINN word list with its negations: below 0 bad, above 0 good. */
export function scoreSentiment(text: string): number {
  return new Sentiment().analyze(text).comparative
}

/** The option that says the tone of the text, when the options are names of tones. */
export function chooseSentiment(text: string, options: readonly string[]): string | undefined {
  const named = (pattern: RegExp) => options.find((option) => pattern.test(option))
  const positive = named(/^(?:very[ _-]?)?positive$|^good$|^happy$/i)
  const negative = named(/^(?:very[ _-]?)?negative$|^bad$|^unhappy$|^sad$/i)
  if (!positive || !negative) return undefined
  const score = scoreSentiment(text)
  const neutral = named(/^neutral$|^mixed$/i)
  if (neutral && Math.abs(score) < 0.05) return neutral
  return score >= 0 ? positive : negative
}
