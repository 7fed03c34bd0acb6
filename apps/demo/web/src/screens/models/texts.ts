import type { Texts } from '../../app/language.tsx'
import type { Capability, EngineState } from './engines.ts'

interface ModelsTexts {
  readonly title: string
  readonly about: string
  readonly capabilities: Readonly<Record<Capability, string>>
  readonly states: Readonly<Record<EngineState, string>>
  readonly details: Readonly<Record<'source' | 'revision' | 'license' | 'sha256', string>>
  readonly downloaded: (done: string, total: string) => string
  readonly change: string
  readonly changeAbout: string
  readonly capability: string
  readonly source: string
  readonly sourceHelp: string
  readonly sourceError: string
  readonly commands: string
  readonly copy: string
  readonly copied: string
}

/** Texts of the screen. */
export const texts: Texts<ModelsTexts> = {
  en: {
    title: 'Models',
    about: 'Which engine answers each capability, and where its model comes from.',
    capabilities: {
      chat: 'Chat',
      embeddings: 'Embeddings',
      images: 'Images',
      vision: 'Vision',
      speech: 'Speech',
      transcription: 'Transcription',
      punctuation: 'Punctuation of transcripts',
      turnDetection: 'Turn detection',
      music: 'Music',
      video: 'Video',
      moderation: 'Moderation',
      imageModeration: 'Image moderation',
    },
    states: {
      absent: 'off',
      idle: 'loads on first use',
      downloading: 'downloading',
      loading: 'loading',
      ready: 'ready',
      failed: 'failed',
    },
    details: { source: 'Source', revision: 'Revision', license: 'License', sha256: 'SHA-256' },
    downloaded: (done, total) => `${done} of ${total} MB`,
    change: 'Use another model',
    changeAbout:
      'A page cannot download or replace models: an API key must not spend disk and memory of this machine. Run these commands in a terminal; with --pull, the start downloads the model itself, and this page shows its progress.',
    capability: 'Capability',
    source: 'Source',
    sourceHelp:
      'local, off, a name listed by "mira-server models", hf:owner/repo[:quantization], ./file or directory, https://host/v1#model',
    sourceError: 'A source has no spaces or quotes',
    commands: 'Commands',
    copy: 'Copy',
    copied: 'Copied',
  },
  ru: {
    title: 'Модели',
    about: 'Какой движок отвечает за каждую возможность и откуда его модель.',
    capabilities: {
      chat: 'Чат',
      embeddings: 'Эмбеддинги',
      images: 'Картинки',
      vision: 'Зрение',
      speech: 'Озвучивание',
      transcription: 'Распознавание речи',
      punctuation: 'Знаки препинания',
      turnDetection: 'Начало и конец фраз',
      music: 'Музыка',
      video: 'Видео',
      moderation: 'Модерация',
      imageModeration: 'Модерация картинок',
    },
    states: {
      absent: 'выключен',
      idle: 'загрузится при первом вызове',
      downloading: 'скачивается',
      loading: 'загружается',
      ready: 'готов',
      failed: 'ошибка',
    },
    details: { source: 'Источник', revision: 'Ревизия', license: 'Лицензия', sha256: 'SHA-256' },
    downloaded: (done, total) => `${done} из ${total} МБ`,
    change: 'Выбрать другую модель',
    changeAbout:
      'Страница не скачивает и не меняет модели: ключ API не должен расходовать диск и память этого компьютера. Выполните команды в терминале; с --pull сервер скачает модель при запуске, а эта страница покажет ход загрузки.',
    capability: 'Возможность',
    source: 'Источник',
    sourceHelp:
      'local, off, имя из "mira-server models", hf:owner/repo[:quantization], ./файл или каталог, https://host/v1#model',
    sourceError: 'В источнике нет пробелов и кавычек',
    commands: 'Команды',
    copy: 'Скопировать',
    copied: 'Скопировано',
  },
}
