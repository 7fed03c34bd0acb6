import type { Texts } from '../../app/language.tsx'

interface VoiceTexts {
  readonly title: string
  readonly about: string
  readonly speech: string
  readonly input: string
  readonly example: string
  readonly voice: string
  readonly samples: string
  readonly sampleOf: (name: string) => string
  readonly playSample: (name: string) => string
  readonly speed: string
  readonly speak: string
  readonly firstAudio: (ms: number) => string
  readonly spoken: (seconds: number, factor: number) => string
  readonly transcription: string
  readonly record: string
  readonly stopRecording: string
  readonly recording: (seconds: number) => string
  readonly noMicrophone: string
  readonly drop: string
  readonly dropHint: string
  readonly transcribing: string
  readonly transcript: string
  readonly summary: (seconds: number, ms: number) => string
  readonly saveAs: (format: string) => string
}

/** One decimal, after a comma as in Russian. */
const decimal = (value: number) => value.toFixed(1).replace('.', ',')

/** Texts of the voice screen. */
export const texts: Texts<VoiceTexts> = {
  en: {
    title: 'Voice',
    about: 'Text to speech that plays while it streams, and transcription with word timestamps.',
    speech: 'Text to speech',
    input: 'Text',
    example: 'The quick brown fox jumps over the lazy dog. It lands on its feet.',
    voice: 'Voice',
    samples: 'Listen to the voices',
    sampleOf: (name) => `Hello, my name is ${name}.`,
    playSample: (name) => `Play a sample of ${name}`,
    speed: 'Speed',
    speak: 'Speak',
    firstAudio: (ms) => `first audio after ${ms} ms`,
    spoken: (seconds, factor) =>
      `${seconds.toFixed(1)} s of speech, generated ${factor.toFixed(0)}× faster than real time`,
    transcription: 'Transcription',
    record: 'Record',
    stopRecording: 'Stop recording',
    recording: (seconds) => `Recording, ${seconds} s`,
    noMicrophone: 'The microphone is not available: allow access for this page, or select a file.',
    drop: 'Drop a recording here, or select one',
    dropHint: 'WAV, MP3, OGG, WebM or FLAC',
    transcribing: 'Transcribing',
    transcript: 'Transcript; select a word to play it',
    summary: (seconds, ms) => `${seconds.toFixed(1)} s of audio, transcribed in ${ms} ms`,
    saveAs: (format) => `Save as ${format}`,
  },
  ru: {
    title: 'Голос',
    about: 'Речь из текста, которая звучит, пока создаётся, и текст из речи со временем каждого слова.',
    speech: 'Произнести',
    input: 'Текст (по-английски)',
    example: 'The quick brown fox jumps over the lazy dog. It lands on its feet.',
    voice: 'Голос',
    samples: 'Послушать голоса',
    sampleOf: (name) => `Hello, my name is ${name}.`,
    playSample: (name) => `Послушать голос ${name}`,
    speed: 'Скорость',
    speak: 'Произнести',
    firstAudio: (ms) => `первый звук через ${ms} мс`,
    spoken: (seconds, factor) =>
      `${decimal(seconds)} с речи, скорость создания ×${factor.toFixed(0)} к реальному времени`,
    transcription: 'Распознать речь',
    record: 'Запись',
    stopRecording: 'Остановить запись',
    recording: (seconds) => `Идёт запись, ${seconds} с`,
    noMicrophone: 'Браузер не даёт микрофон: разрешите его этой странице или выберите файл.',
    drop: 'Перетащите сюда запись или выберите её',
    dropHint: 'WAV, MP3, OGG, WebM или FLAC',
    transcribing: 'Распознавание',
    transcript: 'Текст; выберите слово, чтобы услышать его',
    summary: (seconds, ms) => `звук длиной ${decimal(seconds)} с распознан за ${ms} мс`,
    saveAs: (format) => `Сохранить как ${format}`,
  },
}
