import type { Texts } from '../../app/language.tsx'

interface ChatTexts {
  readonly title: string
  readonly about: string
  readonly placeholder: string
  readonly send: string
  readonly stop: string
  readonly retry: string
  readonly edit: string
  readonly save: string
  readonly cancel: string
  readonly clear: string
  readonly attach: string
  readonly remove: string
  readonly model: string
  readonly tools: string
  readonly json: string
  readonly you: string
  readonly mira: string
  readonly thinking: string
  readonly conversation: string
  readonly stopped: string
  readonly image: (index: number) => string
  readonly called: (name: string) => string
  readonly timing: (firstMs: number, totalMs: number) => string
  readonly tokens: (count: number) => string
  readonly suggestions: readonly string[]
}

/** Texts of the chat screen. */
export const texts: Texts<ChatTexts> = {
  en: {
    title: 'Chat',
    about: 'Streamed answers with function calling; the functions run in the page.',
    placeholder: 'Write a message',
    send: 'Send',
    stop: 'Stop',
    retry: 'Regenerate',
    edit: 'Edit',
    save: 'Send again',
    cancel: 'Cancel',
    clear: 'New conversation',
    attach: 'Add images',
    remove: 'Remove image',
    model: 'Model',
    tools: 'Functions',
    json: 'JSON',
    you: 'You',
    mira: 'Mira',
    thinking: 'Reasoning',
    conversation: 'Conversation',
    stopped: 'Stopped',
    image: (index) => `Image ${index}`,
    called: (name) => `Called ${name}`,
    timing: (firstMs, totalMs) => `first text after ${firstMs} ms, complete after ${totalMs} ms`,
    tokens: (count) => `${count} tokens`,
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
    placeholder: 'Напишите сообщение',
    send: 'Отправить',
    stop: 'Остановить',
    retry: 'Ответить заново',
    edit: 'Изменить',
    save: 'Отправить заново',
    cancel: 'Отменить',
    clear: 'Новый разговор',
    attach: 'Добавить картинки',
    remove: 'Убрать картинку',
    model: 'Модель',
    tools: 'Функции',
    json: 'JSON',
    you: 'Вы',
    mira: 'Мира',
    thinking: 'О чём подумала сначала',
    conversation: 'Разговор',
    stopped: 'Остановлено',
    image: (index) => `Картинка ${index}`,
    called: (name) => `Вызвана ${name}`,
    timing: (firstMs, totalMs) => `первый текст через ${firstMs} мс, весь через ${totalMs} мс`,
    tokens: (count) => `токенов: ${count}`,
    suggestions: [
      'What is 17 % of 2,340?',
      'What time is it in Moscow?',
      'Roll three dice',
      'How many days until Christmas?',
    ],
  },
}
