import type { Texts } from '../../app/language.tsx'

interface ImagesTexts {
  readonly title: string
  readonly about: string
  readonly generate: string
  readonly edit: string
  readonly mode: string
  readonly prompt: string
  readonly promptHint: string
  readonly editHint: string
  readonly size: string
  readonly quality: string
  readonly count: string
  readonly seed: string
  readonly start: string
  readonly results: string
  readonly save: string
  readonly useAsReference: string
  readonly compare: string
  readonly earlier: string
  readonly before: string
  readonly after: string
  readonly suggestions: readonly string[]
}

/** Texts of the images screen. */
export const texts: Texts<ImagesTexts> = {
  en: {
    title: 'Images',
    about: 'Generates images from a prompt, and edits images.',
    generate: 'Generate',
    edit: 'Edit',
    mode: 'Mode',
    prompt: 'Prompt',
    promptHint: 'a fox under a full moon in a snowy forest',
    editHint: 'remove the background',
    size: 'Size',
    quality: 'Quality',
    count: 'Images',
    seed: 'Seed',
    start: 'Start',
    results: 'Generated images',
    save: 'Save',
    useAsReference: 'Edit this image',
    compare: 'Comparison slider',
    earlier: 'Earlier images',
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
    generate: 'Нарисовать',
    edit: 'Изменить',
    mode: 'Режим',
    prompt: 'Описание (по-английски)',
    promptHint: 'a fox under a full moon in a snowy forest',
    editHint: 'remove the background',
    size: 'Размер',
    quality: 'Качество',
    count: 'Сколько',
    seed: 'Начальное число (seed)',
    start: 'Начать',
    results: 'Картинки',
    save: 'Сохранить',
    useAsReference: 'Изменить эту',
    compare: 'Сравнение до и после',
    earlier: 'Прежние картинки',
    before: 'До',
    after: 'После',
    suggestions: [
      'a lighthouse by the sea at sunset',
      'two cats under an umbrella in the rain',
      'a city skyline at night',
    ],
  },
}
