import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { readRussianClauses } from './clauses.ts'
import { findRussianDates } from './dates.ts'
import { writeFigures } from './figures.ts'
import { toRussianQuestion } from './question.ts'
import { readUnitQuestion } from './units.ts'

const ones =
  'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
    ' ',
  )
const tens = '- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ')
const hundreds = '- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' ')

function spell(value: number): string {
  if (value >= 1_000)
    return `${spell(Math.floor(value / 1_000))} тысяч ${value % 1_000 ? spell(value % 1_000) : ''}`.trim()
  if (value >= 100) return `${hundreds[Math.floor(value / 100)]} ${value % 100 ? spell(value % 100) : ''}`.trim()
  if (value < 20) return ones[value] ?? ''
  return `${tens[Math.floor(value / 10)]} ${value % 10 ? ones[value % 10] : ''}`.trim()
}

describe('writeFigures', () => {
  it('writes any number in words as the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (value) => {
        expect(writeFigures(`ровно ${spell(value)} штук`)).toBe(`ровно ${value} штук`)
      }),
    )
  })

  it.each([
    ['полтора литра', '1.5 литра'],
    ['пол-литра', '0.5 литра'],
    ['полчаса', '30 минут'],
    ['четверть часа', '15 минут'],
    ['4 500 рублей и 2,5 кг', '4500 рублей и 2.5 кг'],
    ['двадцать пятого мая', '25 мая'],
    ['18-го февраля', '18 февраля'],
    ['пять десять', '5 10'],
    ['стол и тройка', 'стол и тройка'],
  ])('writes %s as %s', (said, written) => {
    expect(writeFigures(said)).toBe(written)
  })

  it('reads any text, and long ones before the time limit of a test', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: fc.constantFrom(...'двать сто 1-,.') }),
        (text) => writeFigures(text).length >= 0,
      ),
    )
    expect(writeFigures('стол и тройка, '.repeat(20_000))).toBe('стол и тройка, '.repeat(20_000))
    expect(writeFigures('двадцать сто тысяч пол '.repeat(4_000))).not.toBe('')
  })
})

describe('findRussianDates', () => {
  const now = DateTime.fromISO('2026-03-10T09:30:00Z', { zone: 'UTC' })

  it.each([
    ['послезавтра', '2026-03-12'],
    ['позавчера', '2026-03-08'],
    ['в следующую среду', '2026-03-18'],
    ['в прошлую пятницу', '2026-03-06'],
    ['12 апреля', '2026-04-12'],
    ['1 марта', '2027-03-01'],
    ['01.02.2027', '2027-02-01'],
    ['через 3 недели', '2026-03-31'],
    ['2 года назад', '2024-03-10'],
    ['четверг, 12 марта', '2026-03-12'],
  ])('reads %s as %s', (said, date) => {
    expect(findRussianDates(said, now).map(({ date: found }) => found.toISODate())).toEqual([date])
  })

  it.each(['31 июня', '45 мая', 'понедельник, 12 марта 2026', '99.99.2026'])('reads no date in %s', (said) => {
    expect(findRussianDates(said, now).filter(({ text }) => text === said)).toEqual([])
  })

  it('reads back each day that it formats', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (days) => {
        const day = now.plus({ days }).startOf('day')
        const said = day.setLocale('ru').toFormat("d MMMM yyyy 'года'")
        expect(findRussianDates(said, now)[0]?.date.toISODate()).toBe(day.toISODate())
      }),
    )
  })
})

describe('readUnitQuestion', () => {
  it.each([
    ['Сколько метров в трёх километрах?', [{ amount: '3', unit: 'km' }], 'm'],
    [
      'Сколько дюймов в 5 футах и 11 дюймах?',
      [
        { amount: '5', unit: 'ft' },
        { amount: '11', unit: 'inch' },
      ],
      'inch',
    ],
    ['Переведи 30 градусов Цельсия в Фаренгейты', [{ amount: '30', unit: 'degC' }], 'degF'],
  ])('reads %s', (said, parts, target) => {
    expect(readUnitQuestion(toRussianQuestion(said))).toMatchObject({ parts, target })
  })

  it.each(['Сколько калорий в 100 граммах сахара?', 'Сколько стоит 5 км?', 'Сколько метров в 3 км без 200 м?'])(
    'does not read %s',
    (said) => {
      expect(readUnitQuestion(toRussianQuestion(said))).toBeUndefined()
    },
  )
})

describe('readRussianClauses', () => {
  it.each([
    ['Включи свет на кухне', ['request']],
    ['Не мог бы ты выключить чайник?', ['request']],
    ['Хочу отменить заказ 5', ['request']],
    ['Не отменяй заказ 5', ['negated']],
    ['Не надо включать свет', ['negated']],
    ['Спасибо, что включил свет', ['thanks', 'statement']],
    ['Включи свет, а чайник не включай', ['request', 'negated']],
    ['Ты выключил свет?', ['question']],
    ['Почему свет не включается?', ['question']],
    ['Если стемнеет, включи свет', ['statement', 'doubtful']],
    ['Мама просит включить свет', ['statement']],
    ['Отмени заказ 5. Хотя нет, не надо.', ['doubtful', 'fragment', 'negated']],
  ])('reads the moods of %s', (said, moods) => {
    expect(readRussianClauses(said).map(({ mood }) => mood)).toEqual(moods)
  })
})
