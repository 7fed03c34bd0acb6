import { translateVerb } from '../russian/glossary.ts'
import { isCyrillic } from '../russian/question.ts'
import { wordsOf } from '../words.ts'

/** Part of a request: a noun phrase, with the preposition before it. */
export interface Phrase {
  /** In lower case; undefined for the object of the verb. */
  readonly preposition: string | undefined
  readonly text: string
}

const english =
  /(?<![\p{L}'’-])(?:in|inside|on|at|to|of|for|from|into|onto|with|by|about|as|until|till|near|called|named)(?![\p{L}'’-])/giu
const russian = /(?<!\p{L})(?:в|во|внутри|на|до|у|для|к|ко|из|с|со|по|от|о|об|за|через|под|при|около|возле)(?!\p{L})/giu

/** Prepositions of places. "Of the kitchen" says where a thing is, too. */
const placePrepositions = /^(?:in|inside|at|near|в|во|внутри|на|у|при|около|возле)$/

const amount =
  /^(?:an?\s+)?[-+$€£₽]?\d[\d.,:]*\s*(?:%|°\s?[cf]?|[$€£₽])?(?:\s*(?:percent|degrees?(?: celsius| fahrenheit)?|hours?|minutes?|mins?|seconds?|secs?|days?|dollars?|euros?|rubles?|процент\p{L}*|градус\p{L}*|час\p{L}*|минут\p{L}*|секунд\p{L}*|дн\p{L}*|руб\p{L}*\.?|долл\p{L}*|евро))?$/iu

const lead =
  /^(?:(?:please|just|also|now|the|a|an|my|our|some|all|any|every|me|us|up|on|off|down|out|пожалуйста|мне|нам|мой|мою|моё|мое|мои|моего|моей|наш|нашу|весь|всю|все|всё|ещё|еще|там|тут|здесь)(?![\p{L}\p{N}'’])\s*)+/iu
const trail = /[\s,.;:!?]+$|\s+(?:please|now|again|too|for me|пожалуйста|сейчас|снова|тоже)[\s.!?]*$/iu

/** Length of a request that is read, in characters. */
const maxRead = 600

/**
 * Splits what follows the verb of a request at prepositions: "the light in the hall" into "light" and, after "in", "hall".
 * Amounts, such as "40 %", are no phrases. Articles and possessives are left out.
 */
export function splitPhrases(request: string): Phrase[] {
  const rest = request.slice(0, maxRead)
  const pattern = isCyrillic(rest) ? russian : english
  const hidden = rest.replace(/"[^"\n]*"|“[^”\n]*”|«[^»\n]*»/gu, (quoted) => '_'.repeat(quoted.length))
  const cuts = [...hidden.matchAll(pattern)]
  const starts = [{ start: 0, from: 0, preposition: undefined as string | undefined }].concat(
    cuts.map((cut) => ({ start: cut.index, from: cut.index + cut[0].length, preposition: cut[0].toLowerCase() })),
  )
  const phrases = starts
    .map(({ from, preposition }, index) => ({ preposition, text: tidy(rest.slice(from, starts[index + 1]?.start)) }))
    .filter(({ text }) => text !== '' && !amount.test(text))
  const [first] = phrases
  const hasObject =
    first?.preposition === undefined && wordsOf(first?.text ?? '').some((word) => translateVerb(word) === undefined)
  return hasObject || pattern === english ? phrases : phrases.flatMap(cutPlace)
}

/** A Russian request may name the place before the object: "в гостиной свет" is the place "гостиной" and the object "свет". */
function cutPlace({ preposition, text }: Phrase): Phrase[] {
  const words = text.split(/\s+/)
  if (!placePrepositions.test(preposition ?? '') || words.length < 2 || /["«]/.test(text))
    return [{ preposition, text }]
  let end = 1
  while (end < words.length && continuesPlace(words[end - 1] ?? '', words[end] ?? '')) end += 1
  const object = tidy(words.slice(end).join(' '))
  return [
    { preposition, text: words.slice(0, end).join(' ') },
    ...(object === '' || amount.test(object) ? [] : [{ preposition: undefined, text: object }]),
  ]
}

/** An adjective agrees with the noun after it: "большой комнате", "ночную лампу", "прошлый трек". */
function continuesPlace(word: string, next: string): boolean {
  if (/(?:ой|ей|ом|ем)$/iu.test(word)) return /[её]$/iu.test(next) || (/[ыи]$/iu.test(next) && !isRoomAdjective(word))
  if (/(?:ую|юю)$/iu.test(word)) return /[уюь]$/iu.test(next)
  if (/(?:ых|их)$/iu.test(word)) return /[хв]$/iu.test(next)
  return /(?:ый|ий)$/iu.test(word)
}

/** Adjectives that name a room alone. */
function isRoomAdjective(word: string): boolean {
  return /^(?:гостин|ванн|детск|прихож|столов|кладов|прачечн|игров)/iu.test(word)
}

function tidy(text: string): string {
  let tidied = text.replace(/\s*(?:\d[\d.,]*\s*(?:%|процент\p{L}*|percent|градус\p{L}*|degrees?))\s*/giu, ' ').trim()
  for (let before = ''; before !== tidied; ) {
    before = tidied
    tidied = tidied.replace(lead, '').replace(trail, '').trim()
  }
  return tidied.replace(/^["“«](.*)["”»]$/u, '$1')
}

/** Returns the place that a request names with a preposition, if it is the only one. */
export function findPlacePhrase(rest: string): string | undefined {
  const places = splitPhrases(rest).filter(
    ({ preposition, text }) => placePrepositions.test(preposition ?? '') && isPlaceLike(text),
  )
  return places.length === 1 ? places[0]?.text : undefined
}

/** A place is a short phrase without figures, and no time of day or kind of speech. */
function isPlaceLike(text: string): boolean {
  return (
    wordsOf(text).length <= 3 &&
    !/\d/.test(text) &&
    !/^(?:morning|afternoon|evening|night|moment|total|case|general|least|most|once|time|all|english|russian|градус|полдень|полночь|утро|утра|вечер\p{L}*|час|минут\p{L}*|среду|субботу|пятницу|понедельник|вторник|четверг|воскресенье|счет\p{L}*|список|заказ\p{L}*|течение|итоге)$/iu.test(
      text,
    )
  )
}
