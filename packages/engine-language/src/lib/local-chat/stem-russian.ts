/** Inflectional endings of nouns, adjectives and verbs, longest first. */
const endings =
  `иями ениями ениях ением ение ения ениям ений ться ями ами ией ием иям иях ого его ому ему ыми ими ешь ишь ете ите ают яют
  уют ает яет ует ала али ало ила или ило ела ели ать ять ить еть уть ена ено ены ана ано аны ях ах ов ев ей ой ий ый ая яя ое
  ее ые ие ую юю ют ит ят ат ет ут ем им ым ом ам ям ал ил ел ыл ся сь ть ти ен ан а я о е ы и у ю ь й`
    .split(/\s+/)
    .toSorted((a, b) => b.length - a.length)

/** Vowel that other forms of the word lack: "кошек" is a form of "кошка", "каток" of "катки". */
const fleetingVowel = /(?<=\p{L}[бвгджзклмнпрстфхцчшщ])[ео]([кцнлр])$/u

/** Minimum length of a stem, in letters. */
const minStem = 3

/** Returns the stem of a Russian word in lower case: forms of a word mostly have the same. */
export function stemRussian(word: string): string {
  const base = word.replace(/(?<=\p{L}{4})(?:ся|сь)$/u, '')
  const ending = endings.find((one) => base.length - one.length >= minStem && base.endsWith(one))
  const stem = ending === undefined ? base : base.slice(0, -ending.length)
  return stem.replace(fleetingVowel, '$1')
}
