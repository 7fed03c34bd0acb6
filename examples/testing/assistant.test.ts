import { useMira } from '@mira/testing/vitest'
import { expect, it } from 'vitest'
import { askAboutWeather } from './assistant.ts'

const mira = useMira({ fixtures: `${import.meta.dirname}/fixtures`, strict: true })

it('looks the weather up and gives advice', async () => {
  const cities: string[] = []
  const lookUp = (city: string) => {
    cities.push(city)
    return 'sunny, 24 °C'
  }
  expect(await askAboutWeather('What is the weather in Paris?', lookUp)).toBe('Take your sunglasses.')
  expect(cities).toEqual(['Paris'])
  expect(await mira.listRequests({ path: '/v1/chat/completions' })).toHaveLength(2)
})

it('survives a server that is busy', async () => {
  await mira.addFaults({ fault: { status: 503, retryAfterSeconds: 0 }, times: 1 })
  await mira.addFixtures({ answer: { text: 'It is sunny.' } })
  expect(await askAboutWeather('Hello', () => '')).toBe('It is sunny.')
})
