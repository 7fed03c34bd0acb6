/** Inflectional endings of nouns and verbs, and their replacement in the base form. */
const inflections: readonly (readonly [RegExp, string])[] = [
  [/ies$/, 'y'],
  [/(ses|xes|zes|ches|shes)$/, ''],
  [/es$/, ''],
  [/s$/, ''],
  [/ied$/, 'y'],
  [/ed$/, ''],
  [/ed$/, 'e'],
  [/ing$/, ''],
  [/ing$/, 'e'],
]

/** Yields a lemma and then its possible base forms. */
export function* baseForms(lemma: string): Generator<string> {
  yield lemma
  for (const [ending, before] of inflections) if (ending.test(lemma)) yield lemma.replace(ending, before)
  // "running", "stopped": drop the doubled consonant.
  const doubled = lemma.match(/^(.+)([b-df-hj-np-tv-z])\2(?:ed|ing)$/)
  if (doubled) yield `${doubled[1]}${doubled[2]}`
}
