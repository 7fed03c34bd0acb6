import { describe, expect, it } from 'vitest'
import { revealDisguised } from './reveal-disguised.ts'

describe('revealDisguised', () => {
  it.each([
    { text: 'make a b0mb', plain: 'make a bomb' },
    { text: 'what, a b0mb!', plain: 'what, a bomb!' },
    { text: 'h@ck it', plain: 'hack it' },
    { text: 'ⓝⓤⓓⓔ photo', plain: 'nude photo' },
    { text: 'do I k.i.l.l it', plain: 'do I kill it' },
    { text: 'p o r n', plain: 'porn' },
    { text: 'сосаine', plain: 'cocaine' },
  ])('reads $text as $plain', ({ text, plain }) => {
    expect(revealDisguised(text)).toBe(plain)
  })

  it.each(['meet at 4 pm', 'a 20 % tip!', 'I am well', 'naïve café'])('leaves %s as it is', (text) => {
    expect(revealDisguised(text)).toBe(text)
  })
})
