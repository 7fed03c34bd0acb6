import type { ChatTool } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { createLocalChatEngine } from '../../../index.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-03-10T09:00:00Z'), timeZone: 'UTC' })

type Properties = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function tool(name: string, description: string, properties: Properties = {}, required: string[] = []): ChatTool {
  return { name, description, parameters: { type: 'object', properties, required } }
}

async function call(content: string, tools: readonly ChatTool[]): Promise<unknown[]> {
  const calls: { name: string; text: string }[] = []
  for await (const event of engine.generate({ model: 'mira', messages: [{ role: 'user', content }], tools })) {
    if (event.type !== 'tool_call') continue
    const known = calls[event.index] ?? { name: event.name ?? '', text: '' }
    calls[event.index] = { ...known, text: known.text + event.arguments }
  }
  return calls.map(({ name, text }) => [name, JSON.parse(text)])
}

const device = { type: 'string', description: 'Устройство' }
const room = { type: 'string', description: 'Комната' }
const home = [
  tool('turn_on', 'Включить устройство или свет', { device, room }),
  tool('turn_off', 'Выключить устройство или свет', { device, room }),
  tool('set_light', 'Установить яркость или цвет света', {
    device,
    room,
    brightness: { type: 'integer', description: 'Яркость в процентах' },
    color: { type: 'string', description: 'Цвет' },
  }),
  tool('open_cover', 'Открыть или поднять штору, жалюзи, дверь, ворота', { device, room }),
  tool('open_valve', 'Открыть клапан', { device, room }),
  tool('close_valve', 'Закрыть клапан', { device, room }),
  tool('next_track', 'Включить следующую песню', { device, room }),
  tool('previous_track', 'Включить предыдущую песню', { device, room }),
  tool('resume_playback', 'Продолжить воспроизведение', { device, room }),
  tool('pause_playback', 'Поставить воспроизведение на паузу', { device, room }),
  tool('get_state', 'Узнать состояние устройства, датчика, двери или окна', { device, room }),
  tool('start_timer', 'Запустить таймер', { minutes: { type: 'integer', description: 'Минуты' } }),
  tool('cancel_all_timers', 'Отменить все таймеры', { room }),
  tool('get_timer_status', 'Узнать, сколько осталось на таймере', {
    name: { type: 'string', description: 'Название таймера' },
    room,
  }),
]

describe('Russian requests to a home', () => {
  it.each<{ text: string; calls: unknown[] }>([
    { text: 'включи в гостиной свет', calls: [['turn_on', { device: 'свет', room: 'гостиной' }]] },
    { text: 'выключи вентилятор в квартире', calls: [['turn_off', { device: 'вентилятор' }]] },
    { text: 'включи на кухне следующую песню', calls: [['next_track', { room: 'кухне' }]] },
    { text: 'поставь на паузу музыку на кухне', calls: [['pause_playback', { device: 'музыку', room: 'кухне' }]] },
    { text: 'поставь яркость ночной лампы на 50%', calls: [['set_light', { device: 'ночной лампы', brightness: 50 }]] },
    { text: 'поставь красный цвет у лампы', calls: [['set_light', { device: 'лампы', color: 'красный' }]] },
    { text: 'переключи на кухне на прошлую песню', calls: [['previous_track', { room: 'кухне' }]] },
    { text: 'сними с паузы на кухне', calls: [['resume_playback', { room: 'кухне' }]] },
    { text: 'выключи все таймеры', calls: [['cancel_all_timers', {}]] },
    { text: 'сколько осталось на таймере пицца', calls: [['get_timer_status', { name: 'пицца' }]] },
    { text: 'открыты ли ворота гаража?', calls: [['get_state', { device: 'ворота гаража' }]] },
    { text: 'открой штору в спальне', calls: [['open_cover', { device: 'штору', room: 'спальне' }]] },
    { text: 'открой клапан на кухне', calls: [['open_valve', { room: 'кухне' }]] },
    { text: 'закрой вентиль на кухне', calls: [['close_valve', { device: 'вентиль', room: 'кухне' }]] },
    {
      text: 'Какая влажность у датчика климата в спальне?',
      calls: [['get_state', { device: 'датчика климата', room: 'спальне' }]],
    },
    { text: 'Сколько ламп включено?', calls: [['get_state', { device: 'ламп' }]] },
    { text: 'останови все таймеры', calls: [['cancel_all_timers', {}]] },
    { text: 'активируй лампу в зале', calls: [['turn_on', { device: 'лампу', room: 'зале' }]] },
    // Two tools open something, and neither names the thing.
    { text: 'открой форточку в спальне', calls: [] },
    { text: 'установи свет на кухне', calls: [] },
    { text: 'Сколько газа использовано в печи?', calls: [] },
    { text: 'Следующая остановка скоро', calls: [] },
    { text: 'Когда закрыт музей?', calls: [] },
  ])('plans $calls for "$text"', async ({ text, calls }) => {
    expect(await call(text, home)).toEqual(calls)
  })
})

const text = { type: 'string' }
const english = [
  tool(
    'play_song',
    'Plays a song',
    { query: { type: 'string', description: 'Search query' }, volume: { type: 'integer', default: 70 } },
    ['query'],
  ),
  tool(
    'buy_bus_ticket',
    'Buys bus tickets between two cities',
    {
      from_city: text,
      to_city: text,
      num_passengers: { type: 'integer', description: 'Number of passengers', enum: [1, 2, 3], default: 1 },
    },
    ['from_city', 'to_city'],
  ),
  tool(
    'get_circle_area',
    'Get the area of a circle',
    {
      radius: { type: 'number', description: 'Radius of the circle' },
      style: { ...text, description: 'Style of the answer' },
    },
    ['radius'],
  ),
  tool('get_gcd', 'Get the greatest common divisor', { first: { type: 'integer' }, second: { type: 'integer' } }, [
    'first',
    'second',
  ]),
  tool('get_cube_root', 'Get the cube root of a number', { value: { type: 'number' } }, ['value']),
  tool('get_exchange_rate', 'Get the exchange rate of two currencies', { from_currency: text, to_currency: text }, [
    'from_currency',
    'to_currency',
  ]),
  tool('find_chart', 'Find the chart of a genre', { genre: { ...text, description: 'Genre, e.g., Rock, Pop' } }, [
    'genre',
  ]),
  tool('get_maximum_load', 'Get the maximum load of a bridge', { bridge: text }, ['bridge']),
  tool('find_concert', 'Find a concert', { city: text, genre: text }),
  tool('set_integer', 'Sets an integer variable', { name: text, value: { type: 'integer' } }, ['name', 'value']),
  tool('set_float', 'Sets a floating-point variable', { name: text, value: { type: 'number' } }, ['name', 'value']),
  tool(
    'find_room',
    'Find a room',
    {
      city: text,
      nights: { type: 'integer' },
      stars: { ...text, enum: ['1', '2', '3', '4', '5'] },
    },
    ['city'],
  ),
  tool('transfer_money', 'Transfer money to a person', { recipient: text, amount: { type: 'number' } }),
]

describe('English requests with a part that was not understood', () => {
  it.each<{ text: string; calls: unknown[] }>([
    { text: 'Play "Thriller" at full volume.', calls: [] },
    { text: 'Play "With You"', calls: [['play_song', { query: 'With You', volume: 70 }]] },
    {
      text: 'Buy bus tickets for two people from Leeds to Hull.',
      calls: [['buy_bus_ticket', { from_city: 'Leeds', to_city: 'Hull', num_passengers: 2 }]],
    },
    { text: 'What is the area of a circle with a radius of 4?', calls: [['get_circle_area', { radius: 4 }]] },
    { text: 'What is the area of a circle with a radius of 4 in words?', calls: [] },
    { text: 'Find a concert, please. I love country.', calls: [] },
    { text: 'Set lineCount to 8', calls: [] },
    {
      text: 'What is the greatest common divisor of (12, 18) and (27, 36)?',
      calls: [
        ['get_gcd', { first: 12, second: 18 }],
        ['get_gcd', { first: 27, second: 36 }],
      ],
    },
    {
      text: 'Get the cube root of 8, 27 and 64.',
      calls: [8, 27, 64].map((value) => ['get_cube_root', { value }]),
    },
    {
      text: 'Get the exchange rate of EUR to CHF and EUR to NOK',
      calls: ['CHF', 'NOK'].map((to_currency) => ['get_exchange_rate', { from_currency: 'EUR', to_currency }]),
    },
    { text: 'I leave for Port Ellen and I need a room there.', calls: [['find_room', { city: 'Port Ellen' }]] },
    {
      text: 'Get the area of circles with radii of 4 and 5, respectively',
      calls: [4, 5].map((radius) => ['get_circle_area', { radius }]),
    },
    { text: 'Get the area of a circle with a radius of 4 and the one of Ann', calls: [] },
    { text: 'Find the chart of Rock', calls: [['find_chart', { genre: 'Rock' }]] },
    {
      text: 'Find the chart of Rock and of Pop',
      calls: ['Rock', 'Pop'].map((genre) => ['find_chart', { genre }]),
    },
    {
      text: 'Get the exchange rate of EUR to CHF',
      calls: [['get_exchange_rate', { from_currency: 'EUR', to_currency: 'CHF' }]],
    },
    {
      text: 'Buy a bus ticket from Leeds to Hull for 2 people and another one from York to Ripon for 3 people.',
      calls: [
        ['buy_bus_ticket', { from_city: 'Leeds', to_city: 'Hull', num_passengers: 2 }],
        ['buy_bus_ticket', { from_city: 'York', to_city: 'Ripon', num_passengers: 3 }],
      ],
    },
    {
      text: 'Buy a bus ticket from Leeds to Hull for 2 people and another one from York to Ripon.',
      calls: [],
    },
    { text: 'Find a room in Riga for 3 nights and one in Oslo for 3 nights near Bergen.', calls: [] },
    { text: 'Get the minimum load of the bridge in Kent', calls: [] },
    { text: 'Find a room in Riga for 3 nights', calls: [['find_room', { city: 'Riga', nights: 3 }]] },
    { text: 'Find a room with 4 stars in Riga', calls: [['find_room', { city: 'Riga', stars: '4' }]] },
    { text: 'Transfer that money to my business account.', calls: [] },
  ])('plans $calls for "$text"', async ({ text: content, calls }) => {
    expect(await call(content, english)).toEqual(calls)
  })
})
