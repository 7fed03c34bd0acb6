import { colorWords } from '../../scene/color.ts'
import { findNamedDrawing } from '../find-drawing.ts'
import { russianNames } from './russian-names.ts'
import { russianWords } from './russian-words.ts'

let namesByDrawing: ReadonlyMap<string, string> | undefined

/** Returns the Russian name of a drawing, or its own name if the dictionary has none. */
export function nameInRussian(drawing: string): string {
  namesByDrawing ??= new Map(
    russianNames
      .map(([english, russian]) => [findNamedDrawing(english) ?? english, russian.split(/[,/]/, 1)[0] ?? ''] as const)
      .reverse(),
  )
  return namesByDrawing.get(drawing) ?? drawing.replaceAll('-', ' ')
}

/** Words of the stage whose Russian is not in the dictionary of prompts. */
const others: Readonly<Record<string, string>> = {
  dawn: 'рассвет',
  dusk: 'закат',
  clear: 'ясно',
  cloudy: 'облачно',
  snow: 'снег',
  space: 'космос',
  moon: 'луна',
  mars: 'марс',
  plain: 'ровный фон',
  underwater: 'под водой',
  grayscale: 'чёрно-белое',
  sepia: 'сепия',
  oil: 'масло',
  'line-art': 'контур',
  halftone: 'растр',
  'pixel-art': 'пиксели',
  pattern: 'узор',
  logo: 'эмблема',
  chart: 'диаграмма',
  typography: 'надпись',
  gradient: 'градиент',
  left: 'слева от',
  right: 'справа от',
  on: 'на',
  under: 'под',
  above: 'над',
  beside: 'рядом с',
  front: 'перед',
  behind: 'за',
  wearing: 'в',
}

/** Returns the Russian word for a color, setting, time, weather, style, layout or relation. */
export function stageInRussian(word: string): string {
  if (Object.hasOwn(others, word)) return others[word] ?? word
  return russianWords[word]?.split(/[ =]/, 1)[0] ?? word.replaceAll('-', ' ')
}

/** Returns words of a translated prompt in Russian; words that the dictionary did not translate are Russian already. */
export function phraseInRussian(words: string): string {
  const named = nameInRussian(findNamedDrawing(words) ?? words)
  if (named !== words.replaceAll('-', ' ')) return named
  return words
    .split(' ')
    .map((word) => {
      // "orange" is a fruit as well.
      if (Object.hasOwn(colorWords, word)) return stageInRussian(word)
      const drawing = findNamedDrawing(word) ?? word
      const named = nameInRussian(drawing)
      return named === drawing.replaceAll('-', ' ') ? stageInRussian(word) : named
    })
    .join(' ')
}
