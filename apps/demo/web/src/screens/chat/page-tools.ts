import { defineTool, type Tool } from '@mira/chat'

/** Tools that run in the page when the model calls them. */
export const pageTools: readonly Tool[] = [
  defineTool({
    name: 'get_time',
    description: 'Tells the current local time in a city of the world',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', description: 'Name of the city, such as Tokyo' } },
      required: ['city'],
    },
    execute: (input) => tellTime(String((input as { city?: unknown }).city ?? '')),
  }),
  defineTool({
    name: 'roll_dice',
    description: 'Rolls dice and tells what they show',
    parameters: {
      type: 'object',
      properties: { count: { type: 'integer', minimum: 1, maximum: 20 }, sides: { type: 'integer', minimum: 2 } },
      required: ['count'],
    },
    execute: (input) => rollDice(input as { count?: number; sides?: number }),
  }),
]

function tellTime(city: string): { city: string; time_zone: string; local_time: string } {
  const place = city.trim().replaceAll(' ', '_').toLowerCase()
  const timeZone = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${place}`))
  if (!timeZone) throw new Error(`No time zone is known for ${city}`)
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit' })
  return { city, time_zone: timeZone, local_time: format.format(new Date()) }
}

function rollDice({ count = 1, sides = 6 }: { count?: number; sides?: number }): { dice: number[]; sum: number } {
  const dice = Array.from({ length: count }, () => 1 + Math.floor(Math.random() * sides))
  return { dice, sum: dice.reduce((sum, value) => sum + value, 0) }
}
