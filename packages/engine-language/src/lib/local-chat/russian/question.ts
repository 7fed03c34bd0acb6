import { writeFigures } from './figures.ts'

/** Words around a question that ask for nothing themselves. */
const politeness =
  /^(?:(?:привет|здравствуй(?:те)?|добрый день|эй|слушай|слушайте|пожалуйста|скажи(?:те)?|подскажи(?:те)?|ответь(?:те)?|напомни(?:те)?|мира|а|и|ну|так|мне|знаешь|не знаешь)(?![\p{L}])[,!.:]?\s*)+/iu

/** Returns a Russian question in a form that patterns match as a whole: numbers in digits, without polite words and marks. */
export function toRussianQuestion(text: string): string {
  return writeFigures(text.trim().replace(/\s+/g, ' '))
    .replace(politeness, '')
    .replace(/,?\s*(?:пожалуйста|плиз)(?![\p{L}])/giu, '')
    .replace(/[\s?!.…]+$/u, '')
}

/** Returns whether a text is written in Cyrillic, mostly. */
export function isCyrillic(text: string): boolean {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  return cyrillic > (text.match(/\p{Script=Latin}/gu)?.length ?? 0)
}
