import type { Texts } from '../../app/language.tsx'

interface ImagesTexts {
  readonly title: string
  readonly about: string
  readonly make: string
  readonly edit: string
  readonly what: string
  readonly prompt: string
  readonly promptHint: string
  readonly editHint: string
  readonly size: string
  readonly quality: string
  readonly count: string
  readonly seed: string
  readonly start: string
  readonly made: string
  readonly save: string
  readonly useAsReference: string
  readonly compare: string
  readonly before: string
  readonly after: string
  readonly suggestions: readonly string[]
}

/** Texts of the images screen. */
export const texts: Texts<ImagesTexts> = {
  en: {
    title: 'Image studio',
    about: 'Makes pictures of words, and changes pictures as you say.',
    make: 'Make',
    edit: 'Edit',
    what: 'What to do',
    prompt: 'Prompt',
    promptHint: 'a fox under a full moon in a snowy forest',
    editHint: 'remove the background',
    size: 'Size',
    quality: 'Quality',
    count: 'How many',
    seed: 'Seed',
    start: 'Start',
    made: 'Pictures',
    save: 'Save',
    useAsReference: 'Edit this one',
    compare: 'Share of the edited picture shown',
    before: 'Before',
    after: 'After',
    suggestions: [
      'a lighthouse by the sea at sunset',
      'two cats under an umbrella in the rain',
      'a city skyline at night',
    ],
  },
  ru: {
    title: 'Картинки',
    about: 'Рисует по словам и меняет картинки, как вы скажете.',
    make: 'Нарисовать',
    edit: 'Изменить',
    what: 'Что сделать',
    prompt: 'Описание (по-английски)',
    promptHint: 'a fox under a full moon in a snowy forest',
    editHint: 'remove the background',
    size: 'Размер',
    quality: 'Качество',
    count: 'Сколько',
    seed: 'Зерно',
    start: 'Начать',
    made: 'Картинки',
    save: 'Сохранить',
    useAsReference: 'Изменить эту',
    compare: 'Какая часть изменённой картинки видна',
    before: 'До',
    after: 'После',
    suggestions: [
      'a lighthouse by the sea at sunset',
      'two cats under an umbrella in the rain',
      'a city skyline at night',
    ],
  },
}
