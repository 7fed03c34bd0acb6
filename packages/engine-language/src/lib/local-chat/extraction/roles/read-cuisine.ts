/** Nouns of what serves a cuisine. */
export const served: readonly string[] =
  'restaurant food place cuisine tavern taverna bistro diner cafe dishes brasserie gastropub pub bar osteria churrascaria cafeteria steakhouse bakery joint spot pizzeria'.split(
    ' ',
  )
const diet = /^(?:halal|kosher|vegan|vegetarian)$/i
const origin = /(?:an|ese|ish|ench|reek|hai|ole|(?<!mod)ern|halal|vegan|kosher|ar|ji)$/i

/** Returns whether a word is formed as a cuisine is: of a people or a diet, and no food. */
export function isCuisineWord(word: string, isFood: (word: string) => boolean): boolean {
  return (diet.test(word) || !isFood(word)) && origin.test(word)
}

const afterVerb =
  /\b(?:serv(?:es|ing)|has|have) ((?:(?:north|south|east|west)\p{L}* )?\p{L}+(?:an|ese|ish|ench|reek|hai))(?=\s*(?:$|[.,?!¤]|(?:in|for|at|on|with|near|close|food|cuisine|and|within|around)\b))/iu

/** Reads the cuisine after its verb: "serves Thai". */
export function readServed(text: string, isFood: (word: string) => boolean): string | undefined {
  const found = afterVerb.exec(text)?.[1]
  return found !== undefined && isFood(found) ? undefined : found
}

/** Returns a word with the direction before it: "Southern Brazilian" is more than "Brazilian". */
export function withDirection(word: string, before: string): string {
  return (/(?<!\p{L})((?:(?:north|south|east|west)\p{L}*|central|middle) )$/iu.exec(before)?.[1] ?? '') + word
}
