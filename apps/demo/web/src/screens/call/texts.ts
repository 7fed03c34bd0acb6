import type { UseCallResult } from '@mira/react'
import type { Texts } from '../../app/language.tsx'

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
  readonly statuses: Readonly<Record<UseCallResult['status'], string>>
  readonly attempt: (attempt: number) => string
}

/** Texts of the call screen. */
export const texts: Texts<CallTexts> = {
  en: {
    title: 'Call',
    about: 'A voice conversation. Interrupt at any time: the answer stops and listens.',
    voice: 'Voice',
    call: 'Call',
    hangUp: 'Hang up',
    mute: 'Mute',
    unmute: 'Unmute',
    interrupt: 'Interrupt',
    resume: 'Allow audio playback',
    microphone: 'Your microphone',
    speaker: 'Answer',
    captions: 'Captions',
    you: 'You',
    mira: 'Mira',
    listening: 'Listening',
    cutOff: 'interrupted',
    hint: 'Call, and ask a question: “What is six times seven?”',
    message: 'Text message',
    send: 'Send',
    noMicrophone: 'The microphone is not available. You can send text messages and listen to the answers.',
    lostMicrophone: 'The microphone was disconnected. You can send text messages, or call again.',
    latencies: 'Latency',
    understood: 'transcribed after',
    answered: 'answered after',
    milliseconds: (ms) => `${Math.round(ms)} ms`,
    statuses: {
      idle: 'not connected',
      connecting: 'connecting',
      open: 'connected',
      reconnecting: 'reconnecting',
      ended: 'ended',
      error: 'failed',
    },
    attempt: (attempt) => `attempt ${attempt}`,
  },
  ru: {
    title: 'Звонок',
    about: 'Разговор голосом. Перебивайте, когда хотите: ответ прервётся, и вас выслушают.',
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
      reconnecting: 'переподключение',
      ended: 'завершён',
      error: 'прерван',
    },
    attempt: (attempt) => `попытка ${attempt}`,
  },
}
