import { describe, expect, it } from 'vitest'
import { completeRussianRequest } from './complete-russian-request.ts'

describe('completeRussianRequest', () => {
  it.each([
    { text: 'следующая песня в гостиной', complete: 'включи следующая песня в гостиной' },
    { text: 'спальню на паузу', complete: 'поставь на паузу в спальню' },
    { text: 'колонку на паузу', complete: 'поставь колонку на паузу' },
    { text: 'телевизор с паузы', complete: 'сними телевизор с паузы' },
    { text: 'включи следующую песню', complete: 'включи следующую песню' },
    { text: 'следующая песня уже была', complete: 'следующая песня уже была' },
    { text: 'следующая песня хорошая?', complete: 'следующая песня хорошая?' },
  ])('of $text is $complete', ({ text, complete }) => {
    expect(completeRussianRequest(text)).toBe(complete)
  })
})
