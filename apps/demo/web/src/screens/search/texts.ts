import type { Texts } from '../../app/language.tsx'

interface SearchTexts {
  readonly title: string
  readonly about: string
  readonly corpus: string
  readonly corpusHelp: (count: number, max: number) => string
  readonly example: string
  readonly query: string
  readonly exampleQuery: string
  readonly search: string
  readonly results: string
  readonly map: string
  readonly mapHelp: string
  readonly summary: (dimensions: number, tokens: number | undefined, ms: number) => string
}

const example = `The cat sleeps on the warm windowsill.
A puppy chases its own tail in the garden.
Horses need hay, water and room to run.
Bake the bread for forty minutes until the crust is brown.
Stir the soup slowly and add a pinch of salt.
Fresh pasta cooks in three minutes.
The train to the coast leaves at nine.
Our flight was delayed by heavy fog.
Take the second street on the left after the bridge.
Interest rates rose by half a percent.
The company paid its shareholders a dividend.
He saves a tenth of his salary every month.`

/** Texts of the search screen. */
export const texts: Texts<SearchTexts> = {
  en: {
    title: 'Search',
    about: 'Embeddings find what means the same, not what has the same words. Put in your own text.',
    corpus: 'Texts, one a line',
    corpusHelp: (count, max) => `${count} of at most ${max}`,
    example,
    query: 'Search for',
    exampleQuery: 'a pet that takes a nap',
    search: 'Search',
    results: 'Results, most similar first',
    map: 'Map of the vectors',
    mapHelp:
      'Texts with similar meaning are near each other. The numbers are those of the results, the diamond is the search.',
    summary: (dimensions, tokens, ms) =>
      `${dimensions} dimensions · ${tokens === undefined ? '' : `${tokens} tokens · `}${ms} ms`,
  },
  ru: {
    title: 'Поиск',
    about: 'Эмбеддинги находят сходное по смыслу, а не по словам. Вставьте свой текст.',
    corpus: 'Тексты, по одному в строке',
    corpusHelp: (count, max) => `${count}, не больше ${max}`,
    example,
    query: 'Что искать',
    exampleQuery: 'a pet that takes a nap',
    search: 'Найти',
    results: 'Результаты, сначала самые похожие',
    map: 'Карта векторов',
    mapHelp: 'Тексты, близкие по смыслу, стоят рядом. Номера — те же, что у результатов, ромб — запрос.',
    summary: (dimensions, tokens, ms) =>
      `измерений: ${dimensions} · ${tokens === undefined ? '' : `токенов: ${tokens} · `}${ms} мс`,
  },
}
