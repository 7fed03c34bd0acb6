import { describe, expect, it } from 'vitest'
import { readTools } from './local-tool.ts'
import { missesStated } from './unstated-values.ts'

const parameters = ['device_id', 'name', 'maker', 'color', 'start_time']
const [tool] = readTools([
  {
    name: 'get_device',
    description: 'Get a device',
    parameters: { type: 'object', properties: Object.fromEntries(parameters.map((name) => [name, {}])) },
  },
])

describe('missesStated', () => {
  it.each([
    { text: 'Get device ab-12f0', value: { name: 'device' }, misses: true },
    { text: 'Get device ab-12f0', value: { name: 'ab-12f0' }, misses: false },
    { text: 'Get the 1500watt device', value: { name: 'device' }, misses: false },
    { text: 'Get the lamp at 7:30', value: { name: 'lamp' }, misses: true },
    { text: 'Get the lamp at 7 pm', value: { name: 'lamp', start_time: '19:00' }, misses: false },
    { text: 'Get the red lamp', value: { name: 'lamp' }, misses: true },
    { text: 'Get the red lamp', value: { name: 'lamp', color: 'red' }, misses: false },
    { text: 'Get a lamp of Luxor', value: { name: 'Luxor', maker: 'Luxor' }, misses: true },
    { text: 'Get Luxor of Luxor', value: { name: 'Luxor', maker: 'Luxor' }, misses: false },
    { text: 'Get a lamp for 3 rooms', value: { device_id: 3 }, misses: true },
    { text: 'Get device 3', value: { device_id: 3 }, misses: false },
    { text: 'Get the lamp, its number is 3', value: { device_id: 3 }, misses: false },
  ])('is $misses for $text and $value', ({ text, value, misses }) => {
    if (!tool) throw new Error('no tool')
    expect(missesStated(tool, text, value)).toBe(misses)
  })
})
