/** Endings of Russian nouns and adjectives, the longest first. */
const endings =
  /(иями|ями|ами|ого|его|ому|ему|ыми|ими|иях|ием|иям|ах|ях|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ую|юю|ою|ею|ам|ям|ом|ем|ия|ии|ию|а|я|о|е|ы|и|у|ю|й|ь)$/

/** Shortest stem, in letters. */
const minStem = 2

/** Returns a word of Russian without its ending: `кошками` and `кошка` are `кошк`. */
export function stemRussian(word: string): string {
  const stem = word.replace(endings, '')
  return stem.length >= minStem ? stem.replace(/ь$/, '') : word
}

/**
 * Returns the stems under which a name can occur. Words are given in the nominative; one with a fleeting vowel has
 * further stems: `кошек` for `кошка`. Stems after a slash are taken as they are: `лев/льв`.
 */
export function russianForms(name: string): string[] {
  const [nominative = '', ...stems] = name.split('/')
  const words = nominative.split(' ')
  const head = words.map(stemRussian).join(' ')
  const last = words.at(-1) ?? ''
  const before = head.slice(0, head.lastIndexOf(' ') + 1)
  return [head, ...fleeting(last).map((stem) => before + stem), ...stems.map((stem) => before + stem)]
}

/** Returns the genitive plurals without ending of a name in -а or -о, except those like a verb: `пил`. */
export function genitivesWithoutEnding(nominative: string): string[] {
  if (!/[ао]$/.test(nominative)) return []
  const last = nominative.slice(nominative.lastIndexOf(' ') + 1)
  const before = nominative.slice(0, nominative.length - last.length)
  return [last.slice(0, -1), ...fleeting(last)]
    .filter((form) => form.length >= 3 && !/[аеиоуыя]л$/.test(form))
    .map((form) => before + form)
}

/** Returns the stem of the genitive plural of feminine and neuter nouns, and that of the cases of `-ок` and `-ец`. */
function fleeting(word: string): string[] {
  const [, start, consonant, end] = /^(.*)([^аеиоуыэюя])(?:ь|й)?(к|ц|н|л|р)[аоя]$/.exec(word) ?? []
  if (start !== undefined) return [`${start}${consonant}е${end}`, `${start}${consonant}о${end}`]
  const [, stem, last] = /^(.{2,})[ео]([кцл])$/.exec(word) ?? []
  if (stem === undefined) return []
  // "котенок", "котята".
  const young = /^(.*)(?:е|о)н$/.exec(stem)?.[1]
  return [`${stem}${last}`, ...(young ? [`${young}ят`, `${young}ат`] : [])]
}
