import Sentiment from 'sentiment'

/** Scores the sentiment of a text with the AFINN word list and negations: below 0 is negative, above 0 is positive. */
export function scoreSentiment(text: string): number {
  return new Sentiment().analyze(text).comparative
}

/** Returns the option that matches the sentiment of the text, if the options are sentiments. */
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
