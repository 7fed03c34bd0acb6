import { afterAll, describe, expect, it } from 'vitest'
import { collect } from '../../../../../engine/test/chat-conformance.ts'
import { createLocalChatEngine } from '../local-chat-engine.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-03-10T09:30:00Z'), timeZone: 'UTC' })
afterAll(() => engine.close())

async function answer(content: string): Promise<string> {
  return (await collect(engine.generate({ model: 'mira', messages: [{ role: 'user', content }] }))).text
}

describe('a Russian skill accounts for the whole question', () => {
  it.each([
    ['Сколько минут в трёх часах?', '= 180 минут'],
    ['сколько дюймов в 5 футах и 11 дюймах', '= 71 дюймов'],
    ['переведи 57 пятых килограмма в граммы', '= 11400 граммы'],
    ['как перевести часы в минуты', 'Какую величину перевести?'],
    ['Сколько метров в секунду в 36 км/ч?', '= 10 метров в секунду'],
  ])('of units: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['сколько будет квадратный корень из шестнадцати', '= 4'],
    ['Вычисли произведение 12 и 11', '= 132'],
    ['какой процент от 80 составляет 20', '= 25%'],
    ['прибавь 5 к 17', '= 22'],
    ['Сколько будет 10 разделить на 0?', 'На ноль делить нельзя.'],
    ['чему равна треть от 90', '= 30'],
    ['Что больше: 2/3 или 3/5?', '2/3 больше, чем 3/5.'],
  ])('of arithmetic: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['который сейчас час', 'Сейчас 09:30'],
    ['Сколько времени в Токио?', 'В Токио: 18:30'],
    ['Какая разница во времени между Москвой и Лондоном?', 'в часах: 3'],
    ['Если в Москве 15:00, сколько времени в Нью-Йорке?', 'В Нью-Йорке: 08:00.'],
    ['В каком часовом поясе находится Омск?', 'UTC+6'],
    ['Сколько времени будет через полчаса?', 'Будет 10:00.'],
    ['сколько минут между 21:15 и 7:00', 'минут: 585'],
  ])('of the clock: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['Какой сегодня день недели и какое число?', 'вторник, 10 марта 2026 года'],
    ['Когда третий понедельник апреля?', '20 апреля 2026'],
    ['какое число последняя пятница мая 2027 года', '28 мая 2027'],
    ['Сколько дней до Нового года?', 'дней: 297'],
    ['сколько недель с 1 мая 2025 до нового года', 'недель'],
    ['Сколько дней в феврале 2024 года?', 'февраль 2024: дней 29.'],
    ['2100 год високосный?', 'Нет, 2100 год не високосный.'],
  ])('of days: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it('of spelling', async () => {
    expect(await answer('произнеси слово молоко по буквам')).toBe('«молоко» по буквам: м-о-л-о-к-о.')
  })

  it.each([
    'сколько чашек муки нужно на 2 килограмма теста',
    'Сколько минут варить 3 яйца?',
    'переведи 5 миль в килограммы',
    'сколько будет 5 плюс число планет',
    'сколько времени лететь до Токио',
    'сколько времени в Урюпинске',
    'какая разница во времени между мной и бабушкой',
    'Какой день недели был, когда я родился?',
    'сколько дней до моего дня рождения',
    'сколько дней между 30 февраля и 1 марта',
    'как пишется слово «корова»',
  ])('refuses what it does not account for: %s', async (question) => {
    expect(await answer(question)).toContain('языковая модель не подключена')
  })
})

describe('the language of a request', () => {
  it.each(['Скільки буде два плюс два?', 'Котра година?', 'Яка сьогодні погода'])('is Ukrainian: %s', async (said) => {
    expect(await answer(said)).toContain('мовну модель не підключено')
  })
})
