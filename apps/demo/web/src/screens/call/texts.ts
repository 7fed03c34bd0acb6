import type { Texts } from '../../app/language.tsx'
import type { CallStatus } from './call-state.ts'

interface CallTexts {
  readonly title: string
  readonly about: string
  readonly voice: string
  readonly call: string
  readonly hangUp: string
  readonly mute: string
  readonly unmute: string
  readonly interrupt: string
  readonly resume: string
  readonly microphone: string
  readonly speaker: string
  readonly captions: string
  readonly you: string
  readonly mira: string
  readonly listening: string
  readonly cutOff: string
  readonly hint: string
  readonly message: string
  readonly send: string
  readonly noMicrophone: string
  readonly lostMicrophone: string
  readonly latencies: string
  readonly understood: string
  readonly answered: string
  readonly milliseconds: (ms: number) => string
  readonly statuses: Readonly<Record<CallStatus, string>>
  readonly attempt: (attempt: number) => string
}

/** Texts of the call screen. */
export const texts: Texts<CallTexts> = {
  en: {
    title: 'Call',
    about: 'A spoken conversation. Speak up whenever you like: the answer stops and listens.',
    voice: 'Voice',
    call: 'Call',
    hangUp: 'Hang up',
    mute: 'Mute',
    unmute: 'Unmute',
    interrupt: 'Interrupt',
    resume: 'Let the page play sound',
    microphone: 'Your microphone',
    speaker: 'The answer',
    captions: 'What is said',
    you: 'You',
    mira: 'Mira',
    listening: 'Listening',
    cutOff: 'interrupted',
    hint: 'Call, and ask something: “What is six times seven?”',
    message: 'Or write it',
    send: 'Send',
    noMicrophone: 'The browser gives no microphone. You can write, and hear the answers.',
    lostMicrophone: 'The microphone is gone. You can write, or call again.',
    latencies: 'Waiting times',
    understood: 'understood after',
    answered: 'answer heard after',
    milliseconds: (ms) => `${Math.round(ms)} ms`,
    statuses: {
      idle: 'not connected',
      connecting: 'connecting',
      open: 'connected',
      reconnecting: 'connecting again',
      closed: 'ended',
    },
    attempt: (attempt) => `try ${attempt}`,
  },
  ru: {
    title: 'Звонок',
    about: 'Разговор голосом. Перебивайте, когда хотите: ответ замолчит и выслушает.',
    voice: 'Голос',
    call: 'Позвонить',
    hangUp: 'Положить трубку',
    mute: 'Выключить микрофон',
    unmute: 'Включить микрофон',
    interrupt: 'Перебить',
    resume: 'Разрешить звук',
    microphone: 'Ваш микрофон',
    speaker: 'Ответ',
    captions: 'Что сказано',
    you: 'Вы',
    mira: 'Mira',
    listening: 'Слушает',
    cutOff: 'прервано',
    hint: 'Позвоните и спросите по-английски: “What is six times seven?”',
    message: 'Или напишите (по-английски)',
    send: 'Отправить',
    noMicrophone: 'Браузер не даёт микрофон. Можно писать и слушать ответы.',
    lostMicrophone: 'Микрофон пропал. Можно писать или позвонить снова.',
    latencies: 'Время ожидания',
    understood: 'понято через',
    answered: 'ответ слышен через',
    milliseconds: (ms) => `${Math.round(ms)} мс`,
    statuses: {
      idle: 'нет связи',
      connecting: 'соединение',
      open: 'на связи',
      reconnecting: 'соединение снова',
      closed: 'завершён',
    },
    attempt: (attempt) => `попытка ${attempt}`,
  },
}
