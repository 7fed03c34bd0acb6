import type { Texts } from '../../app/language.tsx'

interface ChatTexts {
  readonly title: string
  readonly about: string
  readonly tools: string
  readonly suggestions: readonly string[]
}

/** Texts of the chat screen. */
export const texts: Texts<ChatTexts> = {
  en: {
    title: 'Chat',
    about: 'Streamed answers with function calling; the functions run in the page.',
    tools: 'Functions',
    suggestions: [
      'What is 17 % of 2,340?',
      'What time is it in Tokyo?',
      'Roll three dice',
      'How many days until Christmas?',
    ],
  },
  ru: {
    title: 'Чат',
    about: 'Ответ приходит по мере написания; функции, которые вызывает модель, выполняет сама страница.',
    tools: 'Функции',
    suggestions: [
      'Сколько будет 17 % от 2340?',
      'What time is it in Moscow?',
      'Roll three dice',
      'How many days until Christmas?',
    ],
  },
}
