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
  readonly image: string
  readonly took: (ms: number) => string
  readonly pixels: string
  readonly answer: string
}

/** Texts of the vision screen. */
export const texts: Texts<VisionTexts> = {
  en: {
    title: 'Vision',
    about: 'Locates objects in an image, and answers questions about it.',
    target: 'Object to find',
    targetHint: 'the red car on the left',
    find: 'Find',
    question: 'Question about the image',
    ask: 'Ask',
    mode: 'Result as',
    box: 'Boxes',
    grid: 'Grid cells',
    notFound: (target) => `“${target}” was not found in this image.`,
    found: (count) => (count === 1 ? '1 match' : `${count} matches`),
    image: 'Image with located objects',
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
    image: 'Картинка, на которой обведено найденное',
    took: (ms) => `${ms} мс`,
    pixels: 'Рамка в пикселях',
    answer: 'Ответ',
  },
}
