import type { ChatMessage, ChatTool } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../../../engine/test/chat-conformance.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-03-10T09:30:00Z'), timeZone: 'UTC' })
beforeAll(async () => void (await ask(['Hello'])), 120_000)
afterAll(() => engine.close())

/** Asks the last of a conversation's messages, which alternate between user and assistant. */
function ask(texts: readonly string[], tools?: ChatTool[]) {
  const messages = texts.map((content, index): ChatMessage => {
    const role = (texts.length - 1 - index) % 2 === 0 ? 'user' : 'assistant'
    return { role, content }
  })
  return collect(engine.generate({ model: 'mira', messages, tools }))
}

const refusal = 'no language model is configured'

describe('mira-local refuses', () => {
  it.each([
    {
      family: 'opening hours of two days',
      question: 'The shop opens at 9 and closes at 17:30. How long is it open in two days?',
    },
    { family: 'the time of an unknown place', question: 'What time is it in Wakanda?' },
    { family: 'a movable holiday', question: 'When is Thanksgiving this year?' },
    { family: 'a day that does not exist', question: 'How many days are between 30 Feb and 1 March?' },
    { family: 'one of two offsets', question: 'What is 2 weeks and 3 days from today?' },
    { family: 'one of two bases', question: 'What is 255 in binary and hex?' },
    { family: 'one of two divisors', question: 'Is 17 divisible by 3 or 4?' },
    { family: 'one of two properties', question: 'Is 2 even and prime?' },
    { family: 'a sum with a condition', question: 'What is 3 + 4 on a 12-hour clock?' },
    { family: 'another way of counting', question: 'How many characters are in "hello world" without spaces?' },
    { family: 'a rewrite with an exception', question: 'Spell banana backwards without the n' },
    { family: 'an answer in another language', question: 'Count to three in French' },
    { family: 'one of a kind', question: 'Who is the doctor?' },
    { family: 'a count per unit', question: 'There are 24 students in 3 rows. How many per row?' },
    { family: 'a wish', question: 'I need the phone number of my bank.' },
    { family: 'a question without its mark', question: 'я купил 3 книги за 90 рублей, какова цена одной' },
    { family: 'Russian', question: 'Отмени заказ' },
  ])('$family: $question', async ({ question }) => {
    const { text } = await ask([question])
    expect(text).toMatch(/no language model is configured|языковая модель не подключена/)
  })

  it.each([
    { fact: 'My flight leaves at 6:40 tomorrow.', question: 'When does my train leave?' },
    { fact: 'My name is Ana and my brother is Tom.', question: "What is my sister's name?" },
    { fact: 'The code is 4711.', question: 'What is the password?' },
    { fact: 'I have two cats.', question: 'How many dogs do I have?' },
    { fact: 'My desk is 4 feet wide.', question: 'How wide is my desk in centimeters?' },
    { fact: 'The store is open on weekdays.', question: 'Is the store open on Sunday?' },
  ])('$question after: $fact', async ({ fact, question }) => {
    expect((await ask([fact, 'Noted.', question])).text).toContain(refusal)
  })
})

describe('mira-local still answers', () => {
  it.each([
    { turns: ['What date is it 90 days before 1 June 2026?'], answer: '3 March 2026' },
    { turns: ['Convert 6 ft 2 in to cm'], answer: '187.96 cm' },
    { turns: ['The shop opens at 9 and closes at 17:30. How long is it open?'], answer: '8.5 hours' },
    { turns: ['If it is 3 pm in New York, what time is it in Paris?'], answer: '20:00' },
    { turns: ['The meeting is at 3.', 'Noted.', 'What time is the meeting?'], answer: 'The meeting is at 3.' },
    { turns: ['I have two cats.', 'Noted.', 'How many cats do I have?'], answer: 'You have two cats.' },
    { turns: ['The box has 24 pens. How many pens are in the box?'], answer: '24 pens' },
    { turns: ['What is 20% of 1,250?'], answer: '250' },
    { turns: ['What date is the 20th of this month?'], answer: '20 March 2026' },
    { turns: ["Let me know what tomorrow's date is"], answer: 'Wednesday, 11 March 2026' },
    { turns: ['date please'], answer: 'Tuesday, 10 March 2026' },
    { turns: ['What is the sun?'], answer: 'the star' },
  ])('$turns', async ({ turns, answer }) => {
    expect((await ask(turns)).text).toContain(answer)
  })
})

describe('tools that change something', () => {
  const text = { type: 'string' } as const
  const tools: ChatTool[] = [
    {
      name: 'cancel_order',
      description: 'Cancel an order by its id',
      parameters: { type: 'object', properties: { order_id: text }, required: ['order_id'] },
    },
    {
      name: 'send_email',
      description: 'Send an email',
      parameters: { type: 'object', properties: { to: text, body: text }, required: ['to', 'body'] },
    },
  ]

  it.each([
    { said: 'Отмени, пожалуйста, заказ A-17', name: 'cancel_order', args: { order_id: 'A-17' } },
    { said: 'Please cancel order A-17', name: 'cancel_order', args: { order_id: 'A-17' } },
    { said: "Don't cancel order A-16. Cancel order A-17.", name: 'cancel_order', args: { order_id: 'A-17' } },
    {
      said: 'Email ann@example.com: please do not cancel the meeting',
      name: 'send_email',
      args: { to: 'ann@example.com', body: 'do not cancel the meeting' },
    },
  ])('are called for $said', async ({ said, name, args }) => {
    const { calls } = await ask([said], tools)
    expect(calls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([[name, args]])
  })

  it.each([
    'Thanks for cancelling order A-17!',
    'Was order A-17 cancelled?',
    'Please do not cancel order A-17',
    'I cancelled order A-17 yesterday',
    'How do I cancel order A-17?',
    'I emailed ann@example.com that order A-17 was cancelled',
    'Не отменяй заказ A-17',
    'Спасибо, что отменили заказ A-17!',
    'Почему отменили заказ A-17?',
    'Если заказ A-17 не придёт, отмени его',
    'Сестра просит отменить заказ A-17',
  ])('are not called for %s', async (said) => {
    expect((await ask([said], tools)).calls).toEqual([])
  })

  it('are asked back about when in doubt', async () => {
    const { text: answer, calls } = await ask(['Can I cancel order A-17?'], tools)
    expect(calls).toEqual([])
    expect(answer).toBe(
      'I did not call cancel_order, because you did not clearly ask for it. To run it, write “Please cancel order” with the details.',
    )
  })
})
