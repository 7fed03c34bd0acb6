import type { Texts } from '../app/language.tsx'

interface ConversationTexts {
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
  readonly you: string
  readonly thinking: string
  readonly conversation: string
  readonly stopped: string
  readonly settings: string
  readonly model: string
  readonly system: string
  readonly systemHint: string
  readonly temperature: string
  readonly automatic: string
  readonly maxTokens: string
  readonly format: string
  readonly formats: Readonly<Record<'text' | 'json' | 'schema', string>>
  readonly schema: string
  readonly schemaError: string
  readonly image: (index: number) => string
  readonly called: (name: string) => string
  readonly timing: (firstMs: number, totalMs: number) => string
  readonly tokens: (count: number) => string
}

/** Texts of a conversation and its settings. */
export const texts: Texts<ConversationTexts> = {
  en: {
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
    you: 'You',
    thinking: 'Reasoning',
    conversation: 'Conversation',
    stopped: 'Stopped',
    settings: 'Settings',
    model: 'Model',
    system: 'System prompt',
    systemHint: 'You are a helpful assistant. Answer in one sentence.',
    temperature: 'Temperature',
    automatic: 'default',
    maxTokens: 'Max tokens',
    format: 'Output',
    formats: { text: 'Text', json: 'JSON', schema: 'Schema' },
    schema: 'JSON schema',
    schemaError: 'This is not a JSON object; the schema is not sent.',
    image: (index) => `Image ${index}`,
    called: (name) => `Called ${name}`,
    timing: (firstMs, totalMs) => `first text after ${firstMs} ms, complete after ${totalMs} ms`,
    tokens: (count) => `${count} tokens`,
  },
  ru: {
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
    you: 'Вы',
    thinking: 'Рассуждение',
    conversation: 'Разговор',
    stopped: 'Остановлено',
    settings: 'Настройки',
    model: 'Модель',
    system: 'Системный промпт',
    systemHint: 'You are a helpful assistant. Answer in one sentence.',
    temperature: 'Температура',
    automatic: 'по умолчанию',
    maxTokens: 'Токенов, не больше',
    format: 'Формат ответа',
    formats: { text: 'Текст', json: 'JSON', schema: 'По схеме' },
    schema: 'Схема JSON',
    schemaError: 'Это не объект JSON; схема не отправляется.',
    image: (index) => `Картинка ${index}`,
    called: (name) => `Вызвана ${name}`,
    timing: (firstMs, totalMs) => `первый текст через ${firstMs} мс, весь через ${totalMs} мс`,
    tokens: (count) => `токенов: ${count}`,
  },
}
