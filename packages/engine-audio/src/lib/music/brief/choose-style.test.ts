import { expect, it } from 'vitest'
import { chooseStyle } from './choose-style.ts'

const request = { prompt: '', durationSeconds: 5, isInstrumental: true, format: 'wav' } as const

it.each([
  { prompt: 'screaming guitars, total fury', genre: 'metal' },
  { prompt: 'help my toddler fall asleep', genre: 'lullaby' },
  { prompt: 'the opening titles of a fantasy movie', genre: 'orchestral' },
  { prompt: 'xyzzy', genre: 'orchestral' },
  { prompt: 'xyzzy', isInstrumental: false, genre: 'pop' },
])('chooses $genre for "$prompt" by words when there is no encoder', async ({ genre, ...brief }) => {
  expect(await chooseStyle({ ...request, ...brief }, undefined)).toEqual({ genre, mood: 'neutral' })
})

it('chooses a mood by words when there is no encoder', async () => {
  const wanted = { ...request, genre: 'jazz', mood: 'powerfully driven' }
  expect(await chooseStyle(wanted, undefined)).toEqual({ genre: 'jazz', mood: 'energetic' })
})

it('takes the description that an encoder finds nearest', async () => {
  const embed = async (texts: readonly string[]) => ({
    vectors: texts.map((text, index) => Float32Array.from(index === 0 || text.includes('Jamaican') ? [1, 0] : [0, 1])),
    tokens: 0,
  })
  expect(await chooseStyle({ ...request, prompt: 'xyzzy' }, embed)).toMatchObject({ genre: 'reggae' })
})

it('asks no encoder when the words name genre and mood', async () => {
  const embed = () => Promise.reject(new Error('asked'))
  const wanted = { ...request, prompt: 'a sad waltz' }
  expect(await chooseStyle(wanted, embed)).toEqual({ genre: 'waltz', mood: 'sad' })
})
