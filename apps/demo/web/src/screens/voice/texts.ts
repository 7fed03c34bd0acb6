import type { Texts } from '../../app/language.tsx'

interface VoiceTexts {
  readonly title: string
  readonly about: string
  readonly speak: string
  readonly input: string
  readonly example: string
  readonly voice: string
  readonly speed: string
  readonly say: string
  readonly firstSound: (ms: number) => string
  readonly spoken: (seconds: number, factor: number) => string
  readonly listen: string
  readonly record: string
  readonly stopRecording: string
  readonly recording: (seconds: number) => string
  readonly noMicrophone: string
  readonly drop: string
  readonly dropHint: string
  readonly transcribe: string
  readonly transcript: string
  readonly heard: (seconds: number, ms: number) => string
  readonly saveAs: (format: string) => string
  readonly play: string
  readonly pause: string
  readonly sound: string
}

/** Texts of the voice screen. */
export const texts: Texts<VoiceTexts> = {
  en: {
    title: 'Voice',
    about: 'Text to speech that plays while it is made, and speech to text with a time for each word.',
    speak: 'Say something',
    input: 'Text',
    example: 'The quick brown fox jumps over the lazy dog. It lands on its feet.',
    voice: 'Voice',
    speed: 'Speed',
    say: 'Say it',
    firstSound: (ms) => `first sound after ${ms} ms`,
    spoken: (seconds, factor) => `${seconds.toFixed(1)} s of speech, made ${factor.toFixed(0)} times as fast`,
    listen: 'Write down what is said',
    record: 'Record',
    stopRecording: 'Stop recording',
    recording: (seconds) => `Recording, ${seconds} s`,
    noMicrophone: 'The browser gives no microphone: allow it for this page, or choose a file.',
    drop: 'Drop a recording here, or choose one',
    dropHint: 'WAV, MP3, OGG, WebM or FLAC',
    transcribe: 'Write down',
    transcript: 'Transcript; choose a word to hear it',
    heard: (seconds, ms) => `${seconds.toFixed(1)} s of sound, written down in ${ms} ms`,
    saveAs: (format) => `Save as ${format}`,
    play: 'Play',
    pause: 'Pause',
    sound: 'Waveform',
  },
  ru: {
    title: 'Голос',
    about: 'Речь из текста, которая звучит, пока создаётся, и текст из речи со временем каждого слова.',
    speak: 'Произнести',
    input: 'Текст (по-английски)',
    example: 'The quick brown fox jumps over the lazy dog. It lands on its feet.',
    voice: 'Голос',
    speed: 'Скорость',
    say: 'Произнести',
    firstSound: (ms) => `первый звук через ${ms} мс`,
    spoken: (seconds, factor) => `${seconds.toFixed(1)} с речи, создано в ${factor.toFixed(0)} раз быстрее`,
    listen: 'Записать сказанное',
    record: 'Запись',
    stopRecording: 'Остановить запись',
    recording: (seconds) => `Идёт запись, ${seconds} с`,
    noMicrophone: 'Браузер не даёт микрофон: разрешите его этой странице или выберите файл.',
    drop: 'Перетащите сюда запись или выберите её',
    dropHint: 'WAV, MP3, OGG, WebM или FLAC',
    transcribe: 'Записать текстом',
    transcript: 'Текст; выберите слово, чтобы услышать его',
    heard: (seconds, ms) => `${seconds.toFixed(1)} с звука записаны за ${ms} мс`,
    saveAs: (format) => `Сохранить как ${format}`,
    play: 'Слушать',
    pause: 'Пауза',
    sound: 'Форма волны',
  },
}
