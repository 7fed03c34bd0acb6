import { type Case, draw, isNew, type Json, read, say, toCase, toSchema, wanted } from './source.ts'

/** Turns of the schema-guided dialogues with the slots that they state. */
export interface Turn {
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
/** Files of dialogues that are read, by part of the source. */
const files = {
  dev: [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 20],
  test: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 20, 21, 24, 25, 30, 32, 33, 34],
  train: [1, 5, 9, 13, 17, 21, 25, 29, 33, 41, 45, 49, 57, 61, 65, 69, 89, 97, 101, 105],
} as const
const readServices = (part: keyof typeof files): [string, Service][] =>
  (JSON.parse(read(guided, `${part}/schema.json`)) as Service[]).map((service) => [service.service_name, service])
/** Services of the dialogues, by name. */
export const services = new Map(readServices('dev'))

const otherTurns = new Map<string, Turn[]>()

/** Returns the turns of a part with the services that no part read before has, which are added to the known ones. */
export function readOtherTurns(part: 'test' | 'train'): Turn[] {
  const known = otherTurns.get(part)
  if (known) return known
  const added = readServices(part).filter(([name]) => !services.has(name))
  for (const [name, service] of added) services.set(name, service)
  const names = new Set(added.map(([name]) => name))
  const turns = readTurns(part).filter(({ service }) => names.has(service))
  otherTurns.set(part, turns)
  return turns
}

/** Reads the turns of the dialogues. */
export function readTurns(part: keyof typeof files = 'dev'): Turn[] {
  return files[part].flatMap((file) => {
    const dialogues = JSON.parse(read(guided, `${part}/dialogues_${String(file).padStart(3, '0')}.json`)) as {
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
export function isStated({ text, slots }: Turn): boolean {
  return [...slots.values()].every(
    (values) => values.length > 0 && values.some((value) => text.toLowerCase().includes(value.toLowerCase())),
  )
}

/** Draws cases of extraction, at most two of a service. */
export function extractTurns(turns: readonly Turn[], prefix: string, count: number): [Case, Json][] {
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

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()

/** Returns the intents of a service as tools. */
export function serviceTools(name: string): Json[] {
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

/** Draws messages that state all arguments of the call that follows, of each method at most as many as given. */
export function guidedCalls(turns: readonly Turn[], count: number, ofMethod = 2): [Case, Json[]][] {
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
    return (perMethod.get(call?.method ?? '') ?? 0) <= ofMethod
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
