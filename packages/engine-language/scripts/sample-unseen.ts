// Draws the second unseen sets from datasets of others, whose texts are not copied into this repository: it holds the seed and
// the hash of every case (eval/unseen/second.json), and this script writes the cases themselves.
//   node scripts/sample-unseen.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a case differs from its hash; --seal writes the hashes.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

type Json = Record<string, unknown>
interface Case {
  readonly id: string
  readonly source: string
  readonly messages: readonly { readonly role: 'user'; readonly content: string }[]
  readonly [key: string]: unknown
}
interface Drawn {
  readonly cases: readonly Case[]
  readonly schemas: Record<string, Json>
  readonly toolSets: Record<string, readonly Json[]>
}

const [clones = '', output = ''] = process.argv.slice(2)
const manifestUrl = new URL('../eval/unseen/second.json', import.meta.url)
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Json & { seed: number }
let state = manifest.seed
const commits = manifest.commits as Record<string, string>
const ways = ['json_schema', 'schema', 'system'] as const

/** Mulberry32, so that the draw depends on the seed alone. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let bits = Math.imul(state ^ (state >>> 15), 1 | state)
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
  return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
}

function draw<Item>(items: readonly Item[], count: number): Item[] {
  const left = [...items]
  const drawn: Item[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}

function read(repository: string, path: string): string {
  return execFileSync('git', ['-C', `${clones}/${repository}`, 'show', `${commits[repository]}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
}

const known = new Set<string>()
for (const name of ['tools', 'extraction', 'chat']) {
  const { cases } = JSON.parse(readFileSync(new URL(`../eval/unseen/${name}.json`, import.meta.url), 'utf8')) as Drawn
  for (const { messages } of cases) known.add(messages.at(-1)?.content ?? '')
}
const isNew = (text: string): boolean => !known.has(text) && text.length < 300
const say = (content: string): Case['messages'] => [{ role: 'user', content }]

function toSchema(fields: readonly (readonly [string, string, string])[]): Json {
  const properties = Object.fromEntries(
    fields.map(([name, type, description]) => [name, { type: [type, 'null'], description }]),
  )
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** Turns of the schema-guided dialogues with the slots that they state. */
interface Turn {
  readonly service: string
  readonly speaker: string
  readonly text: string
  readonly acts: readonly string[]
  readonly slots: ReadonlyMap<string, readonly string[]>
  readonly call: { readonly method: string; readonly parameters: Readonly<Record<string, string>> } | undefined
}
interface Service {
  readonly service_name: string
  readonly slots: readonly { name: string; description: string; is_categorical: boolean; possible_values: string[] }[]
  readonly intents: readonly {
    name: string
    description: string
    required_slots: string[]
    optional_slots: Record<string, string>
  }[]
}
const guided = 'dstc8-schema-guided-dialogue'
const services = new Map(
  (JSON.parse(read(guided, 'dev/schema.json')) as Service[]).map((service) => [service.service_name, service]),
)

function readTurns(): Turn[] {
  return [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 20].flatMap((file) => {
    const dialogues = JSON.parse(read(guided, `dev/dialogues_${String(file).padStart(3, '0')}.json`)) as {
      turns: { speaker: string; utterance: string; frames: Json[] }[]
    }[]
    return dialogues.flatMap(({ turns }) => turns.map((turn, index) => toTurn(turn, turns[index + 1]?.frames)))
  })
}

function toTurn(turn: { speaker: string; utterance: string; frames: Json[] }, next: Json[] | undefined): Turn {
  const [frame = {}] = turn.frames
  const actions = frame.actions as { act: string; slot: string; values: string[]; canonical_values: string[] }[]
  const stated = actions.filter(({ act }) => act === 'CONFIRM' || act === 'INFORM')
  return {
    service: turn.frames.length === 1 ? String(frame.service) : '',
    speaker: turn.speaker,
    text: turn.utterance,
    acts: actions.map(({ act }) => act),
    slots: new Map(stated.map(({ slot, values, canonical_values }) => [slot, [...canonical_values, ...values]])),
    call: next?.[0]?.service_call as Turn['call'],
  }
}

/** Whether every value is in the words of the text, so that a reader would find it. */
function isStated({ text, slots }: Turn): boolean {
  return [...slots.values()].every(
    (values) => values.length > 0 && values.some((value) => text.toLowerCase().includes(value.toLowerCase())),
  )
}

function extractTurns(turns: readonly Turn[], prefix: string, count: number): [Case, Json][] {
  const taken = new Map<string, number>()
  const cases: [Case, Json][] = []
  for (const turn of draw(turns, turns.length)) {
    if (cases.length === count) break
    const service = services.get(turn.service)
    const seen = taken.get(turn.service) ?? 0
    if (!service || seen === 2) continue
    taken.set(turn.service, seen + 1)
    const absent = service.slots.filter(
      (slot) => !slot.is_categorical && !turn.slots.has(slot.name) && !isAlike(slot.name, [...turn.slots.keys()]),
    )
    const names = [...turn.slots.keys(), ...draw(absent, turn.slots.size > 4 ? 1 : 2).map(({ name }) => name)]
    const fields = draw(names, 6).map((name) => {
      const slot = service.slots.find((one) => one.name === name)
      const isCount =
        /number|length|days|travelers/.test(name) &&
        (turn.slots.get(name) ?? ['0']).some((value) => /^\d+$/.test(value))
      return [name, isCount && name !== 'phone_number' ? 'integer' : 'string', slot?.description ?? ''] as const
    })
    const values = Object.fromEntries(
      fields.map(([name, type]) => [name, wanted(turn.slots.get(name), type === 'integer')]),
    )
    cases.push([toCase(prefix, cases.length, { source: 'sgd', messages: say(turn.text), values }), toSchema(fields)])
  }
  return cases
}

/** Whether a slot could as well be meant by one of the others: of two names, places or dates a reader may choose either. */
function isAlike(name: string, others: readonly string[]): boolean {
  const kinds = [
    'date',
    'time',
    'name',
    'location|city|area|address|destination|origin',
    'price|fare|balance|rent|amount',
  ]
  return kinds.some((kind) => new RegExp(kind).test(name) && others.some((other) => new RegExp(kind).test(other)))
}

function wanted(values: readonly string[] | undefined, isCount: boolean): unknown {
  if (!values) return null
  return isCount ? Number(values[0]) : { $anyOf: values.flatMap((value) => [value, `the ${value}`]) }
}

function toCase(prefix: string, index: number, rest: Omit<Case, 'id'>): Case {
  const base = { id: `${prefix}-${index + 1}`, ...rest } as Case
  return rest.values
    ? { ...base, kind: 'json', way: ways[index % 3], schema: base.id }
    : { ...base, kind: 'tool', tools: base.id }
}

interface Annotated {
  readonly text: string
  readonly intents?: readonly string[]
  readonly slots?: Readonly<Record<string, { readonly text: string; readonly value?: unknown }>>
}

function readAnnotated(domain: string): Annotated[] {
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

function extractAnnotated(domain: string, count: number, prefix: string): [Case, Json][] {
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

function extractReservations(count: number): [Case, Json][] {
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

const plain = (name: string): string => name.replaceAll(/[^\w-]/g, '_').slice(0, 64)

function benchmark(kind: string, count: number): [Case, Json[]][] {
  const folder = 'berkeley-function-call-leaderboard/bfcl_eval/data'
  const lines = (path: string): Json[] =>
    read('gorilla', `${folder}/${path}`)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json)
  const questions = lines(`BFCL_v4_${kind}.json`) as {
    id: string
    question: { role: string; content: string }[][]
    function: Json[]
  }[]
  const answers = kind.includes('irrelevance')
    ? []
    : (lines(`possible_answer/BFCL_v4_${kind}.json`) as { id: string; ground_truth: Json[] }[])
  const fitting = questions.filter(
    ({ question, function: functions }) =>
      question.length === 1 &&
      question[0]?.length === 1 &&
      functions.length <= 4 &&
      isNew(question[0][0]?.content ?? '') &&
      (question[0][0]?.content ?? '').length <= 200 &&
      /^[\x20-\x7e]+$/.test(question[0][0]?.content ?? ''),
  )
  const isAnswerable = ({ id, question }: (typeof questions)[number]): boolean => {
    const text = question[0]?.[0]?.content.toLowerCase() ?? ''
    const isInText = (value: unknown): boolean =>
      typeof value !== 'object' &&
      (typeof value !== 'string' || text.includes(value.toLowerCase()) || /^\d{4}-\d\d-\d\d/.test(value))
    const lists = (answers.find((answer) => answer.id === id)?.ground_truth ?? []).flatMap((call) =>
      Object.values(call).flatMap((values) => Object.values(values as Record<string, unknown[]>)),
    )
    return lists.every((list) => list.some((value) => value === '' || isInText(value)))
  }
  const seen = new Set<string>()
  const varied = draw(fitting.filter(isAnswerable), fitting.length).filter(({ function: functions }) => {
    const key = functions.map(({ name }) => name).join()
    return !seen.has(key) && seen.add(key)
  })
  return varied.slice(0, count).map(({ id, question, function: functions }, index) => {
    const truth = answers.find((answer) => answer.id === id)?.ground_truth ?? []
    const calls = truth.flatMap((call) =>
      Object.entries(call).map(([name, values]) => ({ name: plain(name), arguments: anyOf(values) })),
    )
    const tools = functions.map(
      (one) =>
        ({
          name: plain(String(one.name)),
          description: one.description,
          parameters: toJsonSchema(one.parameters),
        }) as Json,
    )
    return [
      toCase(`bfcl-${kind}`, index, { source: 'bfcl', messages: say(question[0]?.[0]?.content ?? ''), calls }),
      tools,
    ]
  })
}

function anyOf(values: unknown): unknown {
  if (typeof values !== 'object' || values === null) return values
  return Object.fromEntries(
    Object.entries(values as Record<string, unknown[]>).map(([name, list]) => [name, { $anyOf: list.map(deep) }]),
  )
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep)
  return typeof value === 'object' && value !== null ? anyOf(value) : value
}

function toJsonSchema(value: unknown): unknown {
  const types: Record<string, string> = { dict: 'object', float: 'number', tuple: 'array', any: 'string' }
  if (Array.isArray(value)) return value.map(toJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'type' && typeof one === 'string' ? (types[one] ?? one) : toJsonSchema(one),
    ]),
  )
}

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

function serviceTools(name: string): Json[] {
  const { intents, slots } = services.get(name) ?? { intents: [], slots: [] }
  return intents.map((intent) => {
    const names = [...intent.required_slots, ...Object.keys(intent.optional_slots)]
    const properties = Object.fromEntries(
      names.map((slot) => [
        slot,
        { type: 'string', description: slots.find((one) => one.name === slot)?.description ?? '' },
      ]),
    )
    return {
      name: snake(intent.name),
      description: intent.description,
      parameters: { type: 'object', properties, required: intent.required_slots },
    }
  })
}

function guidedCalls(turns: readonly Turn[], count: number): [Case, Json[]][] {
  const fitting = turns.filter(({ speaker, call, acts, slots, service, text }) => {
    const intent = services.get(service)?.intents.find(({ name }) => name === call?.method)
    if (speaker !== 'USER' || !call || !intent || !acts.includes('INFORM_INTENT') || !isNew(text)) return false
    return (
      intent.required_slots.every((slot) => slots.has(slot)) &&
      [...slots.keys()].every((slot) => slot in call.parameters)
    )
  })
  const perMethod = new Map<string, number>()
  const varied = draw(fitting.filter(isStated), fitting.length).filter(({ call }) => {
    perMethod.set(call?.method ?? '', (perMethod.get(call?.method ?? '') ?? 0) + 1)
    return (perMethod.get(call?.method ?? '') ?? 0) <= 2
  })
  return varied.slice(0, count).map(({ text, service, slots, call }, index) => {
    const calls = [
      {
        name: snake(call?.method ?? ''),
        arguments: Object.fromEntries([...slots].map(([slot, values]) => [slot, wanted(values, false)])),
      },
    ]
    return [toCase('sgd-call', index, { source: 'sgd', messages: say(text), calls }), serviceTools(service)]
  })
}

function withoutCall(turns: readonly Turn[], tools: Record<string, Json[]>): [Case, Json[]][] {
  const polite = turns.filter(
    ({ speaker, acts, service, text }) =>
      speaker === 'USER' &&
      services.has(service) &&
      isNew(text) &&
      acts.every((act) => ['THANK_YOU', 'GOODBYE', 'NEGATE', 'NEGATE_INTENT'].includes(act)),
  )
  const asked = ['hotels', 'banking'].flatMap((domain) =>
    readAnnotated(domain)
      .filter(
        ({ intents = [] }) =>
          intents.length > 1 &&
          ['how', 'why', 'when', 'how_much', 'how_long', 'deny'].some((intent) => intents.includes(intent)),
      )
      .map(({ text }) => ({ text, domain })),
  )
  const reports = [
    'declined_card_payment',
    'pending_transfer',
    'failed_transfer',
    'pending_card_payment',
    'top_up_failed',
    'transfer_timing',
  ]
  const told = read('task-specific-datasets', 'banking_data/test.csv')
    .split('\n')
    .flatMap((line) => {
      const match = /^"?(.+?)"?,(\w+)\r?$/.exec(line)
      const isReport =
        match &&
        reports.includes(match[2] ?? '') &&
        !/\b(?:please|cancel|refund|return|want|need|can you)\b/i.test(match[1] ?? '')
      return isReport ? [{ text: (match[1] ?? '').replaceAll('""', '"'), domain: 'banking' }] : []
    })
  return [
    ...draw(polite, 4).map(
      ({ text, service }, index) =>
        [toCase('sgd-polite', index, { source: 'sgd', messages: say(text), calls: [] }), serviceTools(service)] as [
          Case,
          Json[],
        ],
    ),
    ...draw(asked, 5).map(
      ({ text, domain }, index) =>
        [toCase('nlupp-asked', index, { source: 'nlupp', messages: say(text), calls: [] }), tools[domain] ?? []] as [
          Case,
          Json[],
        ],
    ),
    ...draw(told, 5).map(
      ({ text, domain }, index) =>
        [toCase('banking77', index, { source: 'banking77', messages: say(text), calls: [] }), tools[domain] ?? []] as [
          Case,
          Json[],
        ],
    ),
  ]
}

function main(): void {
  const turns = readTurns()
  const confirmed = turns.filter(
    (turn) =>
      turn.speaker === 'SYSTEM' &&
      isNew(turn.text) &&
      turn.acts.every((act) => act === 'CONFIRM') &&
      turn.slots.size >= 3 &&
      turn.slots.size <= 6 &&
      isStated(turn),
  )
  const informed = turns.filter(
    (turn) =>
      turn.speaker === 'USER' && isNew(turn.text) && turn.slots.size >= 2 && turn.slots.size <= 6 && isStated(turn),
  )
  const extraction = [
    ...extractTurns(confirmed, 'sgd-confirm', 14),
    ...extractTurns(informed, 'sgd-inform', 6),
    ...extractAnnotated('hotels', 8, 'nlupp-hotels'),
    ...extractAnnotated('banking', 6, 'nlupp-banking'),
    ...extractReservations(6),
  ]
  const tools = [
    ...benchmark('live_simple', 14),
    ...benchmark('live_multiple', 6),
    ...benchmark('live_irrelevance', 2),
    ...guidedCalls(turns, 10),
    ...withoutCall(turns, manifest.toolSets as Record<string, Json[]>),
  ]
  const toTranslate = [
    ...extractTurns(
      confirmed.filter(({ text }) => !extraction.some(([one]) => one.messages[0]?.content === text)),
      'ru-confirm',
      16,
    ),
    ...extractTurns(informed, 'ru-inform', 8),
    ...extractAnnotated('hotels', 12, 'ru-hotels'),
    ...extractAnnotated('banking', 4, 'ru-banking'),
  ]
  mkdirSync(output, { recursive: true })
  write('extraction-english', extraction, [])
  write('tools-english', [], tools)
  write('to-translate', toTranslate, [])
}

function write(name: string, schemas: readonly [Case, Json][], tools: readonly [Case, Json[]][]): void {
  const cases = [...schemas, ...tools].map(([one]) => one)
  const names = tools.flatMap(([, set]) => set.map((tool) => String(tool.name)))
  const changes = [...new Set(names)].filter((one) =>
    /(?:^|_)(?:add|book|buy|cancel|change|close|create|delete|execute|get_ride|make|order|pay|play|refund|rent|reserve|schedule|send|set|transfer|turn|update|block)(?:_|$)/i.test(
      one,
    ),
  )
  const file = {
    now: '2019-03-01T09:00:00Z',
    timeZone: 'UTC',
    changes,
    schemas: Object.fromEntries(schemas.map(([one, schema]) => [one.id, schema])),
    toolSets: Object.fromEntries(tools.map(([one, set]) => [one.id, set])),
    cases,
  }
  writeFileSync(`${output}/${name}.json`, JSON.stringify(file, null, 1))
  const hashes = Object.fromEntries([
    ...cases.map((one) => [
      one.id,
      createHash('sha256')
        .update(JSON.stringify([one, file.schemas[one.id], file.toolSets[one.id]]))
        .digest('hex')
        .slice(0, 16),
    ]),
  ]) as Record<string, string>
  const sealed = manifest.hashes as Record<string, Record<string, string>>
  if (process.argv.includes('--seal')) {
    sealed[name] = hashes
    writeFileSync(manifestUrl, `${JSON.stringify(manifest, null, 2)}\n`)
  } else if (JSON.stringify(sealed[name]) !== JSON.stringify(hashes)) throw new Error(`${name} differs from its hashes`)
  console.log(`${name}: ${cases.length} cases, seed ${manifest.seed}`)
}

main()
