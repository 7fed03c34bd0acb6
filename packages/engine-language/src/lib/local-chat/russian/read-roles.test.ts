import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { toField } from '../extraction/field.ts'
import { readRussianRole } from './read-roles.ts'

const now = DateTime.fromISO('2026-03-10T09:00:00Z', { zone: 'UTC' })

/** Reads each field, whose words are its description, from a text with its numbers in digits. */
function read(text: string, fields: Readonly<Record<string, 'string' | 'integer' | 'number'>>): unknown {
  const all = Object.entries(fields).map(([description, type]) => toField(['x'], { type, description }, false))
  return Object.fromEntries(all.map((field) => [field.description, readRussianRole(field, { text, now, fields: all })]))
}

describe('readRussianRole', () => {
  it.each<{ text: string; values: Readonly<Record<string, unknown>>; numbers?: readonly string[] }>([
    {
      text: 'Нужны 2 номера на троих в Сочи, заезд 5 мая, выезд 9 мая, гостиница «Заря».',
      values: {
        'Число номеров': 2,
        'Число гостей': 3,
        'Число детей': null,
        'Дата заезда': '2026-05-05',
        'Дата выезда': '2026-05-09',
        Город: 'Сочи',
        'Название гостиницы': 'Заря',
      },
      numbers: ['Число номеров', 'Число гостей', 'Число детей'],
    },
    {
      text: 'Поезд из Твери в Казань завтра в половине пятого вечера.',
      values: {
        'Город отправления': 'Твери',
        'Город прибытия': 'Казань',
        Дата: '2026-03-11',
        Время: '16:30',
        Цена: null,
      },
    },
    {
      text: 'Переведи 70 долларов с моего накопительного счета на текущий счет Игоря Петрова.',
      values: {
        'Сумма перевода': 70,
        'Имя получателя': 'Игоря Петрова',
        'Вид счета отправителя': 'накопительного',
        'Вид счета получателя': 'текущий',
      },
      numbers: ['Сумма перевода'],
    },
    { text: 'Кот спит на диване.', values: { Город: null, 'Имя гостя': null, Дата: null, Время: null, Сумма: null } },
    { text: 'Вернусь 12 числа.', values: { 'Дата возврата': '2026-03-12', 'Дата получения': null, Цвет: undefined } },
  ])('reads "$text"', ({ text, values, numbers = [] }) => {
    const types = Object.keys(values).map((name) => [name, numbers.includes(name) ? 'integer' : 'string'] as const)
    expect(read(text, Object.fromEntries(types))).toEqual(values)
  })
})
