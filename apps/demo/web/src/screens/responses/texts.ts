import type { Texts } from '../../app/language.tsx'

interface ResponsesTexts {
  readonly title: string
  readonly about: string
  readonly previous: string
  readonly previousHelp: string
  readonly tokens: (count: number) => string
  readonly suggestions: readonly string[]
}

/** Texts of the responses screen. */
export const texts: Texts<ResponsesTexts> = {
  en: {
    title: 'Responses',
    about:
      'The server keeps the conversation: each request sends only the new message and the id of the last response.',
    previous: 'Previous response',
    previousHelp: 'The next message continues this response. Paste an id to go on with a conversation from elsewhere.',
    tokens: (count) => `${count} tokens read`,
    suggestions: ['My name is Ada', 'What is 12 * 12?', 'How many days until Christmas?'],
  },
  ru: {
    title: 'Ответы',
    about: 'Разговор хранит сервер: запрос несёт только новое сообщение и идентификатор последнего ответа.',
    previous: 'Предыдущий ответ',
    previousHelp:
      'Следующее сообщение продолжит этот ответ. Вставьте сюда идентификатор, чтобы продолжить другой разговор.',
    tokens: (count) => `прочитано токенов: ${count}`,
    suggestions: ['My name is Ada', 'What is 12 * 12?', 'How many days until Christmas?'],
  },
}
