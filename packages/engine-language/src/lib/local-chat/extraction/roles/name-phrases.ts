import { isFunctionWord } from '../../words.ts'

/** Name in a text, with the words around it. */
export interface NamePhrase {
  readonly text: string
  readonly start: number
  /** Text of the clause before it, in lower case. */
  readonly before: string
  /** Text after it, in lower case. */
  readonly after: string
  /** Whether "and" and another name follow: "Bed and Breakfast". */
  readonly isJoined: boolean
}

const word = String.raw`\p{Lu}[\p{L}\p{N}'’&/-]*`
const initial = String.raw`(?:\p{Lu}\p{L}{0,2}\.(?:\p{Lu}\.)*)`
const part = `(?:${initial}|${word})`
const link = String.raw`(?:(?:of|the|de|da|di|la|le|du|van|von|der|vs\.?|&|y|on the|of the|and the)\s)`
/** Degree of a doctor or a lawyer: "Ann Lee, MD". */
const degree = String.raw`(?:MD|M\.D\.|DO|DDS|DMD|DPM|NP|FNP|PA|RN|PhD|PsyD|LCSW|LMFT|MFT|MSW|Esq\.?)(?:, [A-Z]{2,5}(?![a-z]))*`
/** A name may begin with the number of a house: "71 Saint Peter". */
const capitalized = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’])(?:\d{1,4}(?:st|nd|rd|th)? (?=\p{Lu})|(?:aunt|uncle|grandma|grandpa|cousin) (?=\p{Lu}))?${part}(?: ${link}{0,2}${part}| & \p{Ll}+| \d{1,3}(?![\p{L}\p{N}:]|[.,]\d| \p{Ll}+s\b))*(?:,? ${degree}(?![\p{L}\p{N}]))*`,
  'gu',
)

const stops =
  'in on at for from to with by and or the a an of is are am was were be it date check checking today tomorrow tonight next this that these leaving going headed starting returning please i you we they my your our until till under around near after before if there here who which book table room ticket tickets bus car at around enroute reservation booking not no yes but so then want'
    .split(' ')
    .join('|')
/** In a text without capitals, a name is a short run of other words. */
const plain = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’])(?!(?:${stops})\b)[\p{Ll}][\p{L}'’.&-]*(?: (?!(?:${stops})\b)[\p{Ll}][\p{L}'’.&-]*){0,3}`,
  'gu',
)

/** Words that open a sentence or are always capitalized, and name nothing. */
const noName =
  /^(?:I|I'm|I’m|I'd|I'll|I've|OK|Okay|Ok|Yes|No|Not|Please|Pleas|Kindly|Confirm|Confirming|Confirmed|Great|Sure|Hi|Hello|Hey|Thanks|Thank|You|You'd|You're|Your|We|We're|They|It|It's|The|A|An|And|But|So|My|Can|Could|Would|Will|Do|Does|Did|Is|Are|Was|Were|What|When|Where|Which|Who|How|Why|If|For|From|To|In|On|At|Of|With|By|Book|Booking|Reserve|Make|Making|Find|Get|Looking|Let|Let's|Just|Here|There|This|That|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Good|Want|Need|Transfer|Send|Pay|Check|Cancel|Change|Also|Then|Now|Alright|Perfect|Need|Search|Show|Event|Verify|Reserving|Leaving|Reservation|Picking|Is|Does|Has|AM|PM|Am|Pm)$/

/** "Denny's in Oakland" is called so; "Ann's account" is not. */
function isOwning(after: string): boolean {
  return /^ (?!(?:in|on|at|for|from|to|and|with|tonight|today|tomorrow)\b)\p{L}/u.test(after)
}

/** Rest of a label after its first word, or a whole label. What a colon follows directly is a label itself. */
export const opensLabel = /^(?: [\p{L}-]+){1,5}:/u

/** Removes what opens a sentence: "Confirming Ann" is "Ann". */
function trimName(
  text: string,
  start: number,
  { before, after }: { before: string; after: string },
): { text: string; start: number } | undefined {
  const isOwner = isOwning(after)
  // "Ann G. at noon": the period does not end the sentence.
  const isInitial = / \p{Lu}\.$/u.test(text) && /^ \p{Ll}/u.test(after)
  const words = text.split(' ')
  // "With A J Lab": a capital within a sentence is part of the name.
  const isTitled = words[0] === 'A' && words.length > 1 && /\p{Ll} $/u.test(before)
  // "Oslo Airport Pick-up date:" goes on with the next label.
  if (words.length > 1 && opensLabel.test(after)) words.pop()
  let from = isTitled ? 1 : 0
  while (from < words.length && noName.test(words[from] ?? '')) from += 1
  if (isTitled && from === 1) from = 0
  const kept = words
    .slice(from)
    .join(' ')
    .replace(isOwner ? /['’]s?$/ : /$/, '')
    .replace(isInitial ? /[,;:]+$/u : /(?<!\p{L}\.\p{L})[.,;:]+$/u, '')
  if (/^(?:|\d+|mr|mrs|ms|dr)$/i.test(kept)) return undefined
  return { text: kept, start: start + words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0) }
}

/** "Central park West Hostel": a word in small letters is within the name, which is not known then. */
export function goesOn(after: string): boolean {
  const next = /^ (\p{Ll}+) \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}/u.exec(after)?.[1]
  return next !== undefined && !isFunctionWord(next) && !new RegExp(`^(?:${stops})$`).test(next)
}

/** Returns whether a text is written without capitals where there should be some, so that they show no names. */
export function lacksCapitals(text: string): boolean {
  const isLower = !/\p{Lu}/u.test(text.replace(/(?:^|[.!?:]\s+)\p{Lu}|\bI\b|\b(?:AM|PM)\b/gu, ''))
  const isCareless =
    /^\p{Ll}/u.test(text) ||
    /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december|(?:march|may) \d)/.test(
      text,
    )
  return isLower && isCareless
}

/** Cues after which a name needs no capitals. */
const surely = new RegExp(
  String.raw`(?<=\b(?:under(?: the name(?: of)?)?|directed by|starring|named|name is|transfer to|payment to|made to|set up for) |¤ to |¤ from )${plain.source.replace('{0,3}', '{0,1}')}|^\p{Ll}+(?: \p{Ll}+)?(?= here\b)|(?<=\b(?:my|your) )(?:mom|mum|dad|mother|father|brother|sister|wife|husband)\b`,
  'gu',
)

/** Finds the names of an English text in which days, times and sums are blanked by `¤`. */
export function findNamePhrases(text: string, isPlain: boolean): NamePhrase[] {
  const patterns = isPlain ? [plain, surely] : [capitalized, surely]
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap(({ 0: found, index }) => {
      const name = trimName(found, index, { before: text.slice(0, index), after: text.slice(index + found.length) })
      if (!name || (!isPlain && goesOn(text.slice(index + found.length)))) return []
      // "michael Chaves": one word of the name is not capitalized.
      const isCut = /^\p{Ll}/u.test(name.text) && /^ \p{Lu}\p{Ll}/u.test(text.slice(index + found.length))
      if (!isPlain && isCut) return []
      // "At The Cask" has the article in the name, unless it opens a sentence.
      const isTitled = /\p{L} The $/u.test(text.slice(0, name.start))
      const end = name.start + name.text.length
      return [
        {
          text: isTitled ? `The ${name.text}` : name.text,
          start: isTitled ? name.start - 4 : name.start,
          before: (
            text
              .slice(Math.max(0, name.start - 60), isTitled ? name.start - 4 : name.start)
              .split(/[.!?;]\s/)
              .at(-1) ?? ''
          )
            .toLowerCase()
            .replace(/\s+/g, ' '),
          after: text.slice(end, end + 40).toLowerCase(),
          isJoined: /^ and (?:the )?\p{Lu}\p{L}/u.test(text.slice(end)),
        },
      ]
    })
}
