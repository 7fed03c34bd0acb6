import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import sharp from 'sharp'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLocalVisionEngine } from './local-vision-engine.ts'

const engine = createLocalVisionEngine({ maxPixels: 1_000_000 })
afterAll(() => engine.close())

const drawing = await sharp(
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">
    <rect width="400" height="300" fill="white"/>
    <circle cx="100" cy="150" r="50" fill="red"/><rect x="250" y="100" width="100" height="80" fill="blue"/></svg>`),
)
  .png()
  .toBuffer()

const large = await sharp({ create: { width: 2_000, height: 2_000, channels: 3, background: 'white' } })
  .png()
  .toBuffer()

const word = await sharp(
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><rect width="400" height="100" fill="white"/>
    <text x="40" y="70" font-family="DejaVu Sans, sans-serif" font-size="56" fill="#111">Garden</text></svg>`),
)
  .png()
  .toBuffer()

/** Page of 15,000 characters, which takes far longer to read than the tests below wait. */
const fullPage = await sharp(
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="2400"><rect width="2400" height="2400" fill="white"/><g font-family="DejaVu Sans, sans-serif" font-size="26">${Array.from({ length: 75 }, (_, line) => `<text x="20" y="${line * 31 + 40}">${Array.from({ length: 20 }, (_, word) => ((line * 20 + word) * 7_919 + 99_991).toString(36)).join(' lorem ')}</text>`).join('')}</g></svg>`,
  ),
)
  .png()
  .toBuffer()

/** A word that is not on the page is searched twice, by layout and everywhere. */
const absentWord = 'the word "absent"'

describe('createLocalVisionEngine', () => {
  it.each([
    { phrase: 'the red circle', x: 0.125, y: 1 / 3, width: 0.25, height: 1 / 3 },
    { phrase: 'the blue rectangle on the right', x: 0.625, y: 1 / 3, width: 0.25, height: 0.8 / 3 },
  ])('locates $phrase in a drawing', async ({ phrase, ...box }) => {
    const [first] = await engine.locate(drawing, phrase)
    for (const [edge, value] of Object.entries(box)) {
      expect(first?.box[edge as keyof typeof box]).toBeCloseTo(value, 1)
    }
  })

  it.each(['the green circle', 'the dog', 'the red triangle'])('finds nothing for %s', async (phrase) => {
    expect(await engine.locate(drawing, phrase)).toEqual([])
  })

  it('takes patches of one color that light and shade divide for one box', async () => {
    const box = await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="white"/>
        <rect x="100" y="60" width="200" height="180" fill="#400"/><path d="M100 60H290L100 230Z" fill="#e00"/>
        <path d="M300 75V240H115Z" fill="#d00"/></svg>`),
    )
      .png()
      .toBuffer()
    const [first] = await engine.locate(box, 'the red box')
    expect(first?.box.x).toBeCloseTo(0.25, 1)
    expect(first?.box.width).toBeCloseTo(0.5, 1)
    expect(first?.box.height).toBeCloseTo(0.6, 1)
  })

  it('answers questions on the drawing', async () => {
    expect(await engine.describe(drawing, 'Is there a dog?')).toMatch(/^No/)
    expect(await engine.describe(drawing, 'Where is the blue rectangle?')).toContain('right')
  })

  it('reports a question that it does not understand, and still describes the image', async () => {
    const answer = await engine.describe(drawing, 'Why is he laughing?')
    expect(answer).toMatch(/^I did not understand the question/)
    expect(answer).toContain('colors')
    expect(await engine.describe(drawing, 'What is in this picture?')).not.toContain('did not understand')
  })

  it('locates a word within its line, the heading of a shaded page included', async () => {
    const page = await sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400">
        <defs><linearGradient id="shade"><stop stop-color="#777"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>
        <rect width="800" height="400" fill="url(#shade)"/>
        <text x="40" y="90" font-family="DejaVu Sans, sans-serif" font-size="56" fill="#111">Garden party</text>
        <text x="40" y="200" font-family="DejaVu Sans, sans-serif" font-size="28" fill="#111">Please bring a chair and a lamp</text></svg>`),
    )
      .png()
      .toBuffer()
    const [heading] = await engine.locate(page, 'the word "party"')
    const [chair] = await engine.locate(page, 'the word "chair"')
    expect(heading?.box.y).toBeLessThan(0.25)
    expect(heading?.box.x).toBeGreaterThan(0.25)
    expect(chair?.box.width).toBeLessThan(0.15)
    expect(await engine.locate(page, 'the word "piano"')).toEqual([])
  })

  const russian = () =>
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200"><rect width="900" height="200" fill="white"/>
        <g font-family="DejaVu Sans, sans-serif" font-size="48" fill="#111"><text x="40" y="80">Режим работы магазина</text><text x="40" y="150">Перерыв на обед</text></g></svg>`),
    )
      .png()
      .toBuffer()

  it('refuses text in Cyrillic letters by name', async () => {
    const page = await russian()
    await expect(engine.readText(page)).rejects.toMatchObject({ code: 'unsupported_language', field: 'image' })
    expect(await engine.describe(page, 'What does the sign say?')).toMatch(/cannot read.*Cyrillic/)
    expect(await engine.describe(page, 'Что здесь написано?')).toMatch(/прочитать не могу.*кириллица/)
  })

  it('reads text that is not asked for if it recognizes nothing else', async () => {
    expect(await engine.describe(word, 'Describe this image.')).toContain('It reads: Garden')
  })

  it('rejects a target outside of its kinds, which it lists', async () => {
    const failure = engine.locate(drawing, 'the dragon')
    await expect(failure).rejects.toMatchObject({ code: 'unknown_target', field: 'target' })
    await expect(failure).rejects.toThrow(/80 kinds.*bicycle/)
  })

  it.each([
    { story: 'no picture', file: new Uint8Array([1, 2, 3]) },
    { story: 'a picture cut off', file: new Uint8Array(drawing.subarray(0, drawing.length / 2)) },
    {
      story: 'a picture beyond the limit of pixels',
      file: large,
    },
  ])('rejects $story', async ({ file }) => {
    await expect(engine.detect(file)).rejects.toThrow(EngineInputError)
  })

  it('ends at its deadline', async () => {
    const hasty = createLocalVisionEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const failure = await hasty.locate(fullPage, absentWord).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('stops when aborted, and works on', async () => {
    const patient = createLocalVisionEngine()
    onTestFinished(() => patient.close())
    await expect(patient.locate(fullPage, absentWord, { signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout')
    expect(await patient.readText(word)).toMatchObject({ text: 'Garden' })
  })

  it('rejects calls after it was closed', async () => {
    const closed = createLocalVisionEngine()
    await closed.close()
    await expect(closed.detect(drawing)).rejects.toMatchObject({ code: 'closed' })
  })
})
