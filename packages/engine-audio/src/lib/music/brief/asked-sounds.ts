import type { InstrumentName } from '../instruments/instrument-name.ts'

/** Sound that a text names. */
export interface AskedSound {
  /** Words of the text, such as `french horn`. */
  readonly words: string
  /** Instrument that plays it; undefined if there is none. */
  readonly instrument: InstrumentName | undefined
  /** Whether that is another instrument than the one asked for. */
  readonly isSubstitute: boolean
}

/** Instruments that a text asks for or rules out. */
export interface AskedSounds {
  /** In order of appearance. */
  readonly sounds: readonly AskedSound[]
  /** Whether nothing else is to sound: "solo piano", "no other instruments". */
  readonly isOnly: boolean
  readonly hasNoDrums: boolean
  readonly hasNoBass: boolean
}

type Entry = readonly [words: string, instrument: InstrumentName | undefined, isSubstitute?: boolean]

/** Names of sounds, specific before general: a part of a text that one has matched is not read again. */
const entries: readonly Entry[] = [
  ['(?:electric|e-?) ?pianos?|rhodes|wurlitzer', 'electric-piano'],
  ['(?:acoustic |grand |upright |solo )?pianos?', 'piano'],
  ['harpsichords?|cembalos?|clavichords?', undefined],
  ['clavinets?', 'clavinet'],
  ['(?:church |pipe |hammond )?organs?', 'organ'],
  ['accordions?', 'accordion'],
  ['bandoneons?|concertinas?', 'accordion', true],
  ['harmonicas?', 'harmonica'],
  ['melodicas?', 'melodica'],
  ['celestas?|celeste', 'celesta'],
  ['music box(?:es)?|glockenspiels?|tubular bells|(?:digital |church )?bells?|chimes', 'celesta', true],
  ['vibraphones?|vibes', 'vibraphone'],
  ['marimbas?|xylophones?', 'vibraphone', true],
  ['(?:steel ?drums?|steeldrum|steelpan)s?', undefined],
  ['slide guitars?|resonators?|resonator guitars?|pedal steel|lap steel|12-string guitars?', undefined],
  ['bass guitars?|electric bass(?:es)?|e-?bass|fretless bass', 'electric-bass'],
  ['(?:nylon|classical|spanish|flamenco)(?:[ -]string)? guitars?', 'nylon-guitar'],
  ['(?:acoustic|steel|folk|fingerpicked|fingerstyle)(?:[ -]string)? guitars?', 'steel-guitar'],
  ['(?:electric )?jazz guitars?', 'jazz-guitar'],
  ['(?:distorted|overdriven|heavy|metal|crunchy)(?: electric| rhythm)? guitars?', 'distorted-guitar'],
  ['lead guitars?|guitar solos?', 'lead-guitar'],
  ['(?:clean )?(?:electric|e-) ?guitars?', 'electric-guitar'],
  ['banjos?', 'banjo'],
  [
    'ukuleles?|mandolins?|bouzoukis?|balalaikas?|lutes?|ouds?|sitars?|kotos?|shamisens?|pipas?|guzhengs?|zithers?|dulcimers?|lyres?|auto ?harps?|erhus?|charangos?|tanpuras?|saz|domras?|guslis?',
    undefined,
  ],
  ['harps?', 'harp'],
  ['(?:upright|double|acoustic|contra) ?bass(?:es)?|contrabass', 'upright-bass'],
  ['slap bass', 'slap-bass'],
  ['acid bass', 'acid-bass'],
  ['reese bass', 'reese-bass'],
  ['sub[ -]?bass|808 bass', 'sub-bass'],
  ['synth(?:esi[sz]er)? bass', 'synth-bass'],
  ['string (?:quartet|section|orchestra|ensemble)s?|(?:digital |orchestral )?strings', 'strings'],
  ['violins?|fiddles?', 'solo-violin'],
  ['violas?', 'strings', true],
  ['cellos?', 'low-strings', true],
  ['pan ?flutes?|recorders?|ocarinas?|tin whistles?|whistling|whistles?|piccolos?|shakuhachi', 'flute', true],
  ['flutes?', 'flute'],
  ['clarinets?', 'clarinet'],
  ['oboes?|bassoons?|english horns?|bagpipes?|didgeridoos?|duduks?', undefined],
  ['sax(?:ophone)?s?', 'saxophone'],
  ['trumpets?', 'trumpet'],
  ['trombones?|french horns?|tubas?|euphoniums?|cornets?|flugelhorns?', 'brass', true],
  ['brass(?: section)?|horn section|horns', 'brass'],
  ['choirs?|choral|chorale', 'choir'],
  ['(?:saw|synth(?:esi[sz]er)?) leads?', 'saw-lead'],
  ['square leads?', 'square-lead'],
  ['super ?saws?', 'super-saw'],
  ['(?:warm |synth |ambient )?pads?', 'warm-pad'],
  ['dark pads?', 'dark-pad'],
  ['timpani', 'timpani'],
  ['shakers?', 'shaker'],
  ['hand ?claps?', 'clap'],
  [
    'triangles?|tambourines?|cowbells?|congas?|bongos?|tablas?|djembes?|taikos?|cajons?|maracas?|castanets?|timbales?|woodblocks?|gongs?',
    undefined,
  ],
  [
    'theremins?|kalimbas?|vocoders?|turn ?tables?|scratching|beat ?box(?:ing)?|white noise|sound effects|field recordings?|hang ?drums?|handpans?|singing bowls?|jaw harps?',
    undefined,
  ],
  ['guitars?', 'steel-guitar'],
]

const patterns = /* @__PURE__ */ entries.map(
  ([words, instrument, isSubstitute = false]) =>
    ({ pattern: new RegExp(`\\b(?:${words})\\b`, 'g'), instrument, isSubstitute }) as const,
)

/** Words after which nothing but what a text names is to sound. */
const only =
  /\b(no|without) other (instruments|sounds)\b|\bsolo (piano|guitar|harp|violin|cello|flute|organ)\b|\bunaccompanied\b|\b(only|just) (a |an |one )?(single )?(piano|guitar|harp|violin|cello|flute|organ)\b/
const noDrums = /\b(no|without|minus) (any )?(drums?|percussion|beats?)\b|\bdrumless\b/
const noBass = /\b(no|without) (any )?bass\b/

/** Reads the sounds that a text in lower case names, and those that it excludes. */
export function readAskedSounds(text: string): AskedSounds {
  let left = text.replace(/\b(?:no|without|minus)(?: any)? [a-z-]+(?: guitars?)?/g, blank)
  const found: { at: number; sound: AskedSound }[] = []
  for (const { pattern, instrument, isSubstitute } of patterns)
    left = left.replace(pattern, (words: string, at: number) => {
      found.push({ at, sound: { words, instrument, isSubstitute } })
      return blank(words)
    })
  const sounds = found.sort((a, b) => a.at - b.at).map(({ sound }) => sound)
  const isOnly = only.test(text)
  return { sounds, isOnly, hasNoDrums: isOnly || noDrums.test(text), hasNoBass: isOnly || noBass.test(text) }
}

/** Removes the names of instruments, which are no genres: "jazz guitar", "piano". */
export function withoutSounds(text: string): string {
  return patterns.reduce((left, { pattern }) => left.replace(pattern, blank), text)
}

function blank(words: string): string {
  return ' '.repeat(words.length)
}
