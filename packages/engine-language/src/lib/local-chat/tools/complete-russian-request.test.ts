import { describe, expect, it } from 'vitest'
import { completeRussianRequest } from './complete-russian-request.ts'

describe('completeRussianRequest', () => {
  it.each([
    { text: 'следующая песня в гостиной', complete: 'включи следующая песня в гостиной' },
    { text: 'спальню на паузу', complete: 'поставь на паузу в спальню' },
    { text: 'колонку на паузу', complete: 'поставь колонку на паузу' },
    { text: 'телевизор с паузы', complete: 'сними телевизор с паузы' },
    { text: 'громкость в зале на 30', complete: 'установи громкость в зале на 30' },
    { text: 'яркость ночника 20 процентов', complete: 'установи яркость ночника 20 процентов' },
    { text: 'громкость хорошая', complete: 'громкость хорошая' },
    { text: 'включи следующую песню', complete: 'включи следующую песню' },
    { text: 'следующая песня уже была', complete: 'следующая песня уже была' },
    { text: 'следующая песня хорошая?', complete: 'следующая песня хорошая?' },
  ])('of $text is $complete', ({ text, complete }) => {
    expect(completeRussianRequest(text)).toBe(complete)
  })
})
