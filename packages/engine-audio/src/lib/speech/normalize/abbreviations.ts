import type { Rule } from './rule.ts'

/** Abbreviations with a period, which is dropped. */
const dotted: Readonly<Record<string, string>> = {
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Prof: 'Professor',
  Gen: 'General',
  Col: 'Colonel',
  Capt: 'Captain',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Rev: 'Reverend',
  Hon: 'Honorable',
  Gov: 'Governor',
  Sen: 'Senator',
  Rep: 'Representative',
  Pres: 'President',
  Mt: 'Mount',
  vs: 'versus',
  approx: 'approximately',
  dept: 'department',
  Dept: 'Department',
  est: 'established',
  incl: 'including',
  Fig: 'Figure',
  fig: 'figure',
  Vol: 'Volume',
  vol: 'volume',
  Ch: 'Chapter',
}

/** Abbreviations that can end a sentence, whose period then stays. */
const ending: Readonly<Record<string, string>> = {
  Ave: 'Avenue',
  Blvd: 'Boulevard',
  Expy: 'Expressway',
  Hwy: 'Highway',
  Pkwy: 'Parkway',
  Rd: 'Road',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Jr: 'Junior',
  Sr: 'Senior',
  etc: 'et cetera',
}

const spelled = 'tv dvd cd pdf html url usb cpu gpu api sms gps atm faq ceo cto pc uk usa eu ai id3 iq diy'

/** Readings of abbreviations in English. */
export const abbreviationRules: readonly Rule[] = [
  [/\be\.g\.,?/gi, () => 'for example,'],
  [/\bi\.e\.,?/gi, () => 'that is,'],
  [/\bDr\.(?= ?[A-Z])/g, () => 'doctor'],
  [/\b(\w{1,30}) Dr\.?(?=$|[,;]|\.? )/g, (_, name) => `${name} Drive`],
  // "St. Paul" is a saint, "Elm St." a street; before a capital, a street ends the sentence.
  [/(?<![\w.] )(?<!\w)St\.(?= [A-Z])/g, () => 'Saint'],
  [/\b([A-Z]\w{0,30}) St\.(?= [A-Z]| ?$)/g, (_, name) => `${name} Street.`],
  [/\b([A-Z]\w{0,30}) St\b\.?/g, (_, name) => `${name} Street`],
  [/\b(Nos?|no)\. ?(?=\d)/g, (_, word) => (word === 'Nos' ? 'numbers ' : 'number ')],
  [/#(?=\d)/g, () => 'number '],
  [/\bpp?\. ?(?=\d)/g, (match) => (match.startsWith('pp') ? 'pages ' : 'page ')],
  [new RegExp(`\\b(${Object.keys(dotted).join('|')})\\.`, 'g'), (_, word) => dotted[word] ?? word],
  [new RegExp(`\\b(${Object.keys(ending).join('|')})\\.(?= ?[A-Z]| ?$)`, 'g'), (_, word) => `${ending[word]}.`],
  [new RegExp(`\\b(${Object.keys(ending).join('|')})\\.`, 'g'), (_, word) => ending[word] ?? word],
  [/\b(Expy|Hwy|Pkwy|Blvd)\b(?!\.)/g, (_, word) => ending[word] ?? word],
  [/\bw\/o\b/g, () => 'without'],
  [/\bw\/(?= ?[a-z])/g, () => 'with '],
  [/\bA\.?D\b\.?/g, () => 'A D'],
  [/\bB\.?C\.?E?\b\.?(?=[\s,;]|$)/g, (match) => (match.includes('E') ? 'B C E' : 'B C')],
  [/\bU\.S\.(?:A\.)?(?=[\s,;]|$)/g, (match) => (match.includes('A') ? 'U S A' : 'U S')],
  [
    new RegExp(`\\b(${spelled.replaceAll(' ', '|')})(s?)\\b`, 'gi'),
    (match, word = '', plural = '') =>
      // "ai", "id" and the like as words of other texts are in lower case; only what is no word is spelled then.
      /^[A-Z]+$/.test(word) || /^(tv|dvd|cd|pdf|html|url|usb|cpu|gpu|sms|gps)$/.test(word)
        ? `${[...word.toUpperCase()].join(' ')}${plural && "'s"}`
        : match,
  ],
]
