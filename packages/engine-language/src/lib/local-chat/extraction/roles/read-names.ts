import { isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import type { NamePhrase } from './name-phrases.ts'
import type { Role } from './role.ts'

const street =
  '(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|square|court|ct|place|pl|terrace|highway|parkway|row|broadway)'
const address = new RegExp(
  String.raw`(?<![\w])\d{1,5}[a-z]? (?:(?!(?:to|at|in|and|for|from|with|on) )[\p{L}\p{N}'’.-]+ ){1,4}?${street}\b\.?(?:,? (?:(?:suite|ste\.?|apt\.?|unit|floor) |#)\w+)?`,
  'iu',
)

/** Reads a street with its number: "1460 Halford Avenue". */
export function readAddress(text: string): string | undefined {
  return address.exec(text)?.[0].replace(/[.,\s]+$/, '')
}

/** Cues of people by the words of their field. */
const people: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:direct(?:or|ed by))\b/, /\b(?:directed by|director(?: is)?|movie by|film by|(?:one|something|anything) by) $/],
  [/\b(?:actors?|cast|acting|starring)\b/, /\b(?:starring|with|actors?|actress|featuring|features|stars|cast) $/],
  [/\b(?:artist|singer|band|performer|author|writer|composer)\b/, /\bby $/],
  [/\b(?:therapist|doctor|dentist|stylist|provider|lawyer)\b/, /\b(?:with|see|visit) (?:dr\.? |doctor )?$/],
  [/\b(?:recipient|receiver|contact|payee)\b/, /\b(?:to|of|for|with|on|into) (?:my |your |the |friend |contact )*$/],
  [
    /./,
    /\b(?:under(?: the)?(?: name)?(?: of)?|name is|name's|name:|named|this is|i am|i'm|called|booked by|in the name of|transfer(?:red)? (?:¤+ )?to|payment to|sent (?:¤+ )?to|send (?:¤+ )?to|(?:received?|refund) (?:¤+ )?from|set up for|paid|details (?:for|of)|profile of|information (?:for|about|on)|contact) $/,
  ],
]

/** Words after "I'm" that are not names. */
const noPerson =
  /^\p{Ll}+(?:ing|ed)\b|^(?:not|so|very|really|happy|sure|here|sorry|afraid|unable|able|still|just|out|back|late|away|abroad|home|ready|done|new|stuck|aware|quite|in|at|on|from|also|a|an|the)(?!\p{L})/u

/** Reads the name of a person by the words before it that the field expects. */
export function readPerson({ field }: Role, names: readonly NamePhrase[], roles: readonly Role[]): string | undefined {
  const words = `${field.name} ${field.description.toLowerCase()}`
  const cue = people.find(([pattern]) => pattern.test(words))?.[1]
  const isRecipient = /recipient|receiver|payee/.test(words)
  const found = names.filter(
    ({ text, before, after }) =>
      (cue?.test(before) && !(/\b(?:i am|i['’]m) $/.test(before) && noPerson.test(text))) ||
      (/\b(?:artist|singer|band)\b/.test(words) && /^['’]s (?:songs?|music|tracks?|albums?)\b/.test(after)) ||
      (isRecipient && /\b(?:send|pay|transfer) $/.test(before) && /^ (?:a )?¤/.test(after)) ||
      (isRecipient && /^(?:['’]s| ['’]s)? (?:savings|checking|current)? ?account\b/.test(after)) ||
      (before === '' && /^ here\b/.test(after)),
  )
  // "Family Genre" names a field, not a person.
  const own = new Set(roles.flatMap(({ field: other }) => wordsOf(other.name).map(stemOf)))
  const different = [...new Set(found.map(({ text }) => text))].filter(
    (text) =>
      !isFunctionWord(text) &&
      !wordsOf(text).some((word) => own.has(stemOf(word)) || /^(?:genre|type|category|style)$/i.test(word)),
  )
  return different.length === 1 ? different[0] : undefined
}

/** Reads the company that was paid. */
export function readCompany(names: readonly NamePhrase[]): string | undefined {
  const found = names.filter(
    ({ before }) =>
      /\b(?:spen[dt]|pa(?:y|id)|payment|purchase|charge|bought|transaction|transactions)\b/.test(before) &&
      /\b(?:at|in|with) (?:the )?$/.test(before),
  )
  return found.length === 1 ? found[0]?.text : undefined
}
