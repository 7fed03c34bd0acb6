import { wordsOf } from '../words.ts'

const room =
  /^(?:кухн|спальн|гостин|зал(?:а|у|е|ом)?$|ванн|туалет|сану?з|коридор|прихож|кабинет|подвал|детск|комнат|гараж|балкон|лоджи|веранд|террас|сад(?:а|у|ом|е)?$|двор|чердак|столов|кладов|офис|лестни|этаж|бассейн|саун|прачечн|гардероб|холл|крыльц|мансард|погреб|мастерск|игров|котельн|библиотек|тамбур|фойе|переговорн|помещени)/iu
const home = /^(?:(?:вс\p{L}+|моём?|моей|нашем|нашей) )*(?:доме?|дома|квартир\p{L}|везде|всюду)$/iu

/** Returns whether a Russian phrase names a room or another part of a home. */
export function isRoom(phrase: string): boolean {
  return wordsOf(phrase).some((word) => room.test(word))
}

/** Returns whether a Russian phrase means the whole home, which is no room. */
export function isWholeHome(phrase: string): boolean {
  return home.test(phrase.trim())
}
