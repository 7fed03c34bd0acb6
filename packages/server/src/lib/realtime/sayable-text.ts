/** What is written for the eye, and how it is read aloud. */
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

/** A sentence as it is to be spoken: without the marks of formatting, with its signs in words. */
export function toSayable(sentence: string): string {
  return readings.reduce((text, [pattern, words]) => text.replace(pattern, words), sentence).trim()
}
