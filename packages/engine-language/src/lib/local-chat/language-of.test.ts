import { expect, it } from 'vitest'
import { languageOf } from './language-of.ts'

it.each([
  ['en', 'What is the capital of France?'],
  ['en', 'Hello'],
  ['en', 'Is the archive read with ffmpeg?'],
  ['en', 'How do you say “thank you” to a friend’s mother?'],
  ['en', ''],
  ['de', 'Können Sie mir bitte sagen, wann der nächste Zug nach “The Hague” fährt?'],
  ['de', 'Wie wird das Wetter morgen in den Bergen?'],
  ['es', '¿Cuál es la capital de Francia?'],
  ['fr', 'Pouvez-vous m’aider à écrire une lettre à ma mère ?'],
  ['it', 'Perché la spedizione di questo pacco è così cara?'],
  ['pt', 'Qual é a previsão do tempo para amanhã?'],
  ['ru', 'Сколько стоит доставка по Москве? What is the price?'],
  ['uk', 'Скільки коштує доставка до Києва?'],
  ['it', 'Accendi la luce'],
  ['de', 'Licht aus'],
  ['nl', 'Doe het licht aan'],
  ['pl', 'Włącz światło'],
  ['en', 'Turn on the light in the room'],
  ['uk', 'Яка сьогодні погода'],
  ['ru', 'Включи свет'],
  ['zh', '你好，请问现在几点？'],
  ['ja', '今日の天気はどうですか'],
])('is %s: %s', async (language, text) => {
  expect(await languageOf(text)).toBe(language)
})
