import { translateWord } from '../russian/glossary.ts'
import { stemOf, wordsOf } from '../words.ts'
import type { LocalTool } from './local-tool.ts'

const state =
  /(?<!\p{L})(?:задернут[аоы]?|задёрнут[аоы]?|(?:от|за|при)?крыт(?:[аоы]|ые|ая|ое|ый)?|заперт[аоы]?|(?:в|вы|от|под)ключ[её]н(?:н\p{L}+|[аоы])?|активирован(?:н\p{L}+|[аоы])?|занят[аоы]?|свободн[аоы]|заряжа(?:ется|ются)|работа(?:ет|ют)|сработал[аио]?|вибриру(?:ет|ют)|гор(?:ит|ят)|запущен[аоы]?|разряжен[аоы]?|заблокирован[аоы]?|обнаружен[аоы]?|обнаружива(?:ет|ют)|движется|течет|теч[её]т)(?!\p{L})/giu
const asked =
  /(?<!\p{L})(?:кто|кого|что|чего|когда|где|куда|откуда|почему|зачем|сколько|как|какой|какая|какое|какие|каков|какова)(?![\p{L}-])/iu
const frame =
  /(?<!\p{L})(?:есть|ли|сейчас|уже|ещё|еще|как(?:ой|ая|ое|ие|ого|ой)-(?:нибудь|либо|то)|разве|у меня|у нас)(?![\p{L}-])/giu

/** "Какой уровень CO2 у датчика в зале?": a quantity that a sensor measures, and the thing that has it. */
const measured =
  /^(?:как(?:ой|ая|ое|ие)|каков[аоы]?)(?: сейчас)? (?:значени|уров|концентраци|показани|коэффициент|температур|влажност|давлени|напряжени|мощност|сил[аы] тока|заряд|освещ[её]нност|энергопотреблени|потреблени|расход|частот|скорост|громкост|яркост)\p{L}*(?: [^?]*?)? у ([^?]+?)\s*\??$/iu
/** "Что с лампой в гостиной?" A timer runs out, it has no state. */
const condition = /^что (?:там )?со? (?!таймер|будильник)([^?]+?)\s*\??$/iu
/** "Сколько ламп включено?", "Все ли двери закрыты?": a state of several things, which are named first. */
const counted = /^(?:сколько|как(?:ой|ая|ое|ие)|вс[её] ли|весь ли|вся ли) (\p{L}+)/iu

/**
 * Returns the thing whose state a Russian question asks for: "ворота гаража" of "Открыты ли ворота гаража?". Returns `undefined` for
 * any other text.
 */
export function readStateThing(text: string): string | undefined {
  const said = text.trim()
  const thing = measured.exec(said)?.[1] ?? knownThing(condition.exec(said)?.[1])
  if (thing !== undefined) return thing
  if (said.search(state) === -1) return undefined
  const isCounted = knownThing(counted.exec(said)?.[1]) !== undefined
  const isAsked = /\?\s*$|(?<!\p{L})ли(?!\p{L})/u.test(said) && !asked.test(said)
  return isCounted || isAsked ? withoutState(said) : undefined
}

/** Returns a phrase that names a thing of a home, among others. */
function knownThing(phrase: string | undefined): string | undefined {
  return phrase !== undefined && wordsOf(phrase).some((word) => translateWord(word) !== undefined) ? phrase : undefined
}

/** Removes the state and the frame of a question for it: what is left names the thing. */
function withoutState(text: string): string {
  return text
    .replace(/^(?:сколько|как(?:ой|ая|ое|ие)|вс[её]|весь|вся)(?!\p{L})/iu, '')
    .replace(frame, ' ')
    .replace(state, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[?!.]+$/, '')
    .trim()
}

/** Returns whether a tool reads the states of things, by its description in Russian. */
export function readsState({ change, otherStems }: LocalTool): boolean {
  return change === undefined && otherStems.has(stemOf('состояние'))
}
