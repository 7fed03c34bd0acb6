import { stemOf } from '../words.ts'
import type { LocalTool } from './local-tool.ts'

const state =
  /(?<!\p{L})(?:(?:от|за|при)?крыт(?:[аоы]|ые|ая|ое|ый)?|заперт[аоы]?|(?:в|вы|от|под)ключ[её]н(?:н\p{L}+|[аоы])?|активирован(?:н\p{L}+|[аоы])?|занят[аоы]?|свободн[аоы]|заряжа(?:ется|ются)|работа(?:ет|ют)|сработал[аио]?|вибриру(?:ет|ют)|гор(?:ит|ят)|запущен[аоы]?|разряжен[аоы]?|заблокирован[аоы]?|обнаружен[аоы]?|движется|течет|теч[её]т)(?!\p{L})/giu
const asked =
  /(?<!\p{L})(?:кто|кого|что|чего|когда|где|куда|откуда|почему|зачем|сколько|как|какой|какая|какое|какие|каков|какова)(?![\p{L}-])/iu
const frame =
  /(?<!\p{L})(?:есть|ли|сейчас|уже|ещё|еще|как(?:ой|ая|ое|ие|ого|ой)-(?:нибудь|либо|то)|разве|у меня|у нас)(?![\p{L}-])/giu

/** Returns whether a Russian question asks for a state: "открыты ли ворота гаража?". */
export function asksForState(text: string): boolean {
  return /\?\s*$|(?<!\p{L})ли(?!\p{L})/u.test(text) && !asked.test(text) && text.search(state) !== -1
}

/** Removes the state and the frame of a question for it: what is left names the thing. */
export function withoutState(text: string): string {
  return text.replace(frame, ' ').replace(state, ' ').replace(/\s+/g, ' ').trim()
}

/** Returns whether a tool reads the states of things, by its description in Russian. */
export function readsState({ change, otherStems }: LocalTool): boolean {
  return change === undefined && otherStems.has(stemOf('состояние'))
}
