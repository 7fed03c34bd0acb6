import { type Case, draw, isNew, type Json, read, say, toCase, toSchema } from './source.ts'

interface Annotated {
  readonly text: string
  readonly intents?: readonly string[]
  readonly slots?: Readonly<Record<string, { readonly text: string; readonly value?: unknown }>>
}

/** Reads the annotated messages to a bank or a hotel. */
export function readAnnotated(domain: string): Annotated[] {
  const folds = Array.from({ length: 20 }, (_, fold) => `nlupp/data/${domain}/fold${fold}.json`)
  return folds
    .flatMap((path) => JSON.parse(read('task-specific-datasets', path)) as Annotated[])
    .filter(({ text }) => isNew(text))
}

const annotatedFields: Record<string, readonly (readonly [string, string, string])[]> = {
  hotels: [
    ['date_from', 'string', 'Date of arrival'],
    ['date_to', 'string', 'Date of departure'],
    ['time', 'string', 'Time of day'],
    ['person_name', 'string', 'Name of the guest'],
    ['adults', 'integer', 'Number of adults'],
    ['kids', 'integer', 'Number of children'],
    ['people', 'integer', 'Number of people'],
    ['rooms', 'integer', 'Number of rooms'],
  ],
  banking: [
    ['amount_of_money', 'number', 'Amount of money'],
    ['date', 'string', 'Date'],
    ['person_name', 'string', 'Name of a person'],
    ['company_name', 'string', 'Name of a company'],
    ['shopping_category', 'string', 'Category of the expense'],
  ],
}

/** Draws cases of extraction with at least two slots. */
export function extractAnnotated(domain: string, count: number, prefix: string): [Case, Json][] {
  const fields = annotatedFields[domain] ?? []
  const fitting = readAnnotated(domain).filter(({ slots = {} }) => {
    const names = Object.keys(slots)
    return (
      names.length >= 2 &&
      names.every((name) => fields.some(([field]) => field === name)) &&
      (!slots.amount_of_money || /\d/.test(slots.amount_of_money.text)) &&
      hasClearDates(slots)
    )
  })
  return draw(fitting, count).map(({ text, slots = {} }, index) => {
    const present = fields.filter(([name]) => name in slots)
    const absent = fields.filter(([name]) => !(name in slots) && !(isParty(name) && Object.keys(slots).some(isParty)))
    const chosen = draw([...present, ...draw(absent, 2)], 6)
    const values = Object.fromEntries(chosen.map(([name, type]) => [name, annotatedValue(slots[name], type)]))
    const now = domain === 'hotels' ? '2022-03-15T09:00:00Z' : '2022-03-15T09:00:00Z'
    return [toCase(prefix, index, { source: 'nlupp', now, messages: say(text), values }), toSchema(chosen)]
  })
}

/** Days without a month, and two weekdays, have annotations that differ from one another. */
function hasClearDates(slots: NonNullable<Annotated['slots']>): boolean {
  const dates = Object.entries(slots).flatMap(([name, { text }]) => (name.startsWith('date') ? [text] : []))
  return (
    !dates.some((text) => /^\d+(?:st|nd|rd|th)?$/.test(text)) &&
    dates.filter((text) => /^\w+day$/.test(text)).length < 2
  )
}

const isParty = (name: string): boolean => ['adults', 'kids', 'people'].includes(name)

const numberWords = 'zero one two three four five six seven eight nine ten'.split(' ')

function numeralsOf(text: string): number[] {
  return [...text.toLowerCase().matchAll(/\d+|[a-z]+/g)].flatMap(([word]) => {
    const figure = /\d/.test(word) ? Number(word) : numberWords.indexOf(word)
    return figure < 0 ? [] : [figure]
  })
}

function annotatedValue(slot: { text: string; value?: unknown } | undefined, type: string): unknown {
  if (!slot) return null
  const { text, value } = slot
  const { day, month, year, hour, minute } = (typeof value === 'object' ? (value ?? {}) : {}) as Record<string, number>
  if (type === 'number') return Number(text.replaceAll(/[^\d.]/g, ''))
  // A count that is no numeral of the text ("a room", "my wife and I") may be left out.
  if (type === 'integer')
    return numeralsOf(text).join() === String(value) ? Number(value) : { $anyOf: [Number(value), null] }
  const two = (part: number | undefined): string => String(part ?? 0).padStart(2, '0')
  const readings = [text, `the ${text}`]
  if (day && month && year) readings.push(`${year}-${two(month)}-${two(day)}`)
  if (hour !== undefined) readings.push(`${two(hour)}:${two(minute)}`)
  return { $anyOf: readings }
}

/** Draws reservations of restaurants. */
export function extractReservations(count: number): [Case, Json][] {
  const file = JSON.parse(
    read('nlu-benchmark', '2017-06-custom-intent-engines/BookRestaurant/validate_BookRestaurant.json'),
  ) as {
    BookRestaurant: { data: { text: string; entity?: string }[] }[]
  }
  const fields = [
    ['city', 'string', 'City'],
    ['cuisine', 'string', 'Cuisine'],
    ['restaurant_name', 'string', 'Name of the restaurant'],
    ['party_size_number', 'integer', 'Number of people'],
    ['served_dish', 'string', 'Dish that is wanted'],
  ] as const
  const texts = file.BookRestaurant.map(({ data }) => ({
    text: data
      .map(({ text }) => text)
      .join('')
      .trim(),
    slots: new Map(data.flatMap(({ text, entity }) => (entity ? [[entity, text.trim()] as const] : []))),
  })).filter(({ text, slots }) => {
    const size = slots.get('party_size_number')
    return (
      isNew(text) && fields.filter(([name]) => slots.has(name)).length >= 2 && (!size || numeralsOf(size).length === 1)
    )
  })
  return draw(texts, count).map(({ text, slots }, index) => {
    const values = Object.fromEntries(
      fields.map(([name, type]) => {
        const value = slots.get(name)
        if (value === undefined) return [name, null]
        return [name, type === 'integer' ? numeralsOf(value)[0] : { $anyOf: [value, `the ${value}`] }]
      }),
    )
    return [toCase('snips', index, { source: 'snips', messages: say(text), values }), toSchema(fields)]
  })
}
