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
  readonly picture: (index: number) => string
  readonly called: (name: string) => string
  readonly timing: (firstMs: number, totalMs: number) => string
  readonly tokens: (count: number) => string
  readonly suggestions: readonly string[]
}

/** Texts of the chat screen. */
export const texts: Texts<ChatTexts> = {
  en: {
    title: 'Chat',
    about: 'Answers stream as they are written; the page carries out the functions that the model calls.',
    placeholder: 'Write a message',
    send: 'Send',
    stop: 'Stop',
    retry: 'Answer anew',
    edit: 'Edit',
    save: 'Send anew',
    cancel: 'Cancel',
    clear: 'New conversation',
    attach: 'Add pictures',
    remove: 'Remove picture',
    model: 'Model',
    tools: 'Functions',
    json: 'JSON',
    you: 'You',
    mira: 'Mira',
    thinking: 'What it thought first',
    conversation: 'Conversation',
    stopped: 'Stopped',
    picture: (index) => `Picture ${index}`,
    called: (name) => `Called ${name}`,
    timing: (firstMs, totalMs) => `first text after ${firstMs} ms, all after ${totalMs} ms`,
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
    picture: (index) => `Картинка ${index}`,
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
