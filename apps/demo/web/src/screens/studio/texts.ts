import type { Texts } from '../../app/language.tsx'

interface StudioTexts {
  readonly title: string
  readonly about: string
  readonly music: string
  readonly video: string
  readonly kind: string
  readonly prompt: string
  readonly musicHint: string
  readonly videoHint: string
  readonly genre: string
  readonly mood: string
  readonly duration: string
  readonly instrumental: string
  readonly lyrics: string
  readonly firstFrame: string
  readonly aspect: string
  readonly resolution: string
  readonly start: string
  readonly jobs: string
  readonly cancel: string
  readonly forget: string
  readonly save: string
  readonly progress: string
  readonly waiting: string
  readonly none: string
  readonly states: Readonly<Record<'queued' | 'running' | 'succeeded' | 'failed' | 'canceled', string>>
}

/** Texts of the studio screen. */
export const texts: Texts<StudioTexts> = {
  en: {
    title: 'Music and video',
    about: 'Background jobs continue when you close the page, and are listed when you come back.',
    music: 'Music',
    video: 'Video',
    kind: 'Kind of job',
    prompt: 'Prompt',
    musicHint: 'a calm song about the sea',
    videoHint: 'a sailing boat at sunset, the camera moves in slowly',
    genre: 'Genre',
    mood: 'Mood',
    duration: 'Seconds',
    instrumental: 'Instrumental',
    lyrics: 'Lyrics (optional)',
    firstFrame: 'First frame',
    aspect: 'Aspect ratio',
    resolution: 'Resolution',
    start: 'Start',
    jobs: 'Jobs',
    cancel: 'Cancel',
    forget: 'Remove from the list',
    save: 'Save',
    progress: 'Progress',
    waiting: 'Loading',
    none: 'No jobs yet.',
    states: { queued: 'queued', running: 'running', succeeded: 'done', failed: 'failed', canceled: 'canceled' },
  },
  ru: {
    title: 'Музыка и видео',
    about: 'Задания идут без вас: закройте страницу, вернитесь — они на месте.',
    music: 'Музыка',
    video: 'Видео',
    kind: 'Что создать',
    prompt: 'Описание (по-английски)',
    musicHint: 'a calm song about the sea',
    videoHint: 'a sailing boat at sunset, the camera moves in slowly',
    genre: 'Жанр',
    mood: 'Настроение',
    duration: 'Секунд',
    instrumental: 'Без голоса',
    lyrics: 'Слова песни (необязательно)',
    firstFrame: 'Первый кадр',
    aspect: 'Соотношение сторон',
    resolution: 'Разрешение',
    start: 'Начать',
    jobs: 'Задания',
    cancel: 'Отменить',
    forget: 'Убрать из списка',
    save: 'Сохранить',
    progress: 'Ход работы',
    waiting: 'Спрашиваем сервер',
    none: 'Здесь появится то, что вы начнёте.',
    states: { queued: 'ждёт', running: 'идёт', succeeded: 'готово', failed: 'не удалось', canceled: 'отменено' },
  },
}
