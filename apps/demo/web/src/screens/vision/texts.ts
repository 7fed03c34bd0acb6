import type { Texts } from '../../app/language.tsx'

interface VisionTexts {
  readonly title: string
  readonly about: string
  readonly target: string
  readonly targetHint: string
  readonly find: string
  readonly question: string
  readonly ask: string
  readonly mode: string
  readonly box: string
  readonly grid: string
  readonly notFound: (target: string) => string
  readonly found: (count: number) => string
  readonly picture: string
  readonly took: (ms: number) => string
  readonly pixels: string
  readonly answer: string
}

/** Texts of the vision screen. */
export const texts: Texts<VisionTexts> = {
  en: {
    title: 'Vision',
    about: 'Finds what you name in a picture, and answers questions on it.',
    target: 'What to find',
    targetHint: 'the red car on the left',
    find: 'Find',
    question: 'A question on the picture',
    ask: 'Ask',
    mode: 'Answer with',
    box: 'Boxes',
    grid: 'Grid cells',
    notFound: (target) => `“${target}” is not in this picture.`,
    found: (count) => (count === 1 ? 'Found once' : `Found ${count} times`),
    picture: 'The picture, with what was found outlined',
    took: (ms) => `${ms} ms`,
    pixels: 'Box in pixels',
    answer: 'Answer',
  },
  ru: {
    title: 'Зрение',
    about: 'Находит на картинке то, что вы назвали, и отвечает на вопросы о ней.',
    target: 'Что найти (по-английски)',
    targetHint: 'the red car on the left',
    find: 'Найти',
    question: 'Вопрос о картинке (по-английски)',
    ask: 'Спросить',
    mode: 'Показать',
    box: 'Рамками',
    grid: 'Клетками',
    notFound: (target) => `«${target}» на этой картинке нет.`,
    found: (count) => `Найдено: ${count}`,
    picture: 'Картинка, на которой обведено найденное',
    took: (ms) => `${ms} мс`,
    pixels: 'Рамка в пикселях',
    answer: 'Ответ',
  },
}
