/** Written notation and its spoken form. */
const readings: readonly (readonly [RegExp, string])[] = [
  [/\*\*|__|`+|^#+\s/gm, ''],
  [/^\s*[-*•]\s+/gm, ''],
  [/\s*[*×]\s*(?=[\d(])/g, ' times '],
  [/(?<=[\d)])\s*[/÷]\s*(?=[\d(])/g, ' divided by '],
  [/(?<=[\d)])\s*\+\s*(?=[\d(])/g, ' plus '],
  [/(?<=[\d)])\s+[-−]\s+(?=[\d(])/g, ' minus '],
  [/\s*=\s*/g, ' equals '],
  [/\s*≈\s*/g, ' is about '],
]

/** Converts a sentence to its spoken form: without formatting marks, with symbols as words. */
export function toSpokenText(sentence: string): string {
  return readings.reduce((text, [pattern, words]) => text.replace(pattern, words), sentence).trim()
}
