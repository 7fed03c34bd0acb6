import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TurnDetectionEngine, TurnDetectorSettings, TurnEvent } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { writeTinyRecognizer, writeTinyVoiceActivity } from '../../../test/tiny-speech-models.ts'
import { openSherpaTurnDetectionEngine } from './sherpa-turn-detection-engine.ts'

let folder = ''
let files: string[] = []
let engine: TurnDetectionEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-turns-'))
  files = await writeTinyVoiceActivity(folder)
  engine = await openSherpaTurnDetectionEngine({ files })
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

const second = 16_000
/** Frames last 32 ms, and speech is noticed a few frames late. */
const near = (seconds: number) => expect.closeTo(seconds, 0.7)
/** Lag of real models, for which turns begin earlier. */
const lag = 0.192
const sound = (seconds: number, amplitude: number) =>
  Int16Array.from({ length: seconds * second }, (_, at) => (at % 2 === 0 ? amplitude : -amplitude))
const silence = (seconds: number) => new Int16Array(seconds * second)
const loud = (seconds: number) => sound(seconds, 8_000)
const join16 = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))

async function detect(samples: Int16Array, pieceLength: number, settings?: TurnDetectorSettings) {
  const detector = await engine.createDetector(settings)
  const events: TurnEvent[] = []
  for (let start = 0; start < samples.length; start += pieceLength) {
    events.push(...(await detector.push(samples.subarray(start, start + pieceLength))))
  }
  detector.close()
  return events
}

describe('openSherpaTurnDetectionEngine', () => {
  it('describes the model', () => {
    expect(engine.info).toMatchObject({ name: 'sherpa-onnx', kind: 'neural' })
    expect(engine.info.description).toContain('silero_vad')
  })

  it('finds the turns between silences', async () => {
    const turns = join16(silence(1), loud(1), silence(1), loud(2), silence(1))
    const events = await detect(turns, 320)
    expect(events.map(({ type }) => type)).toEqual(['start', 'stop', 'start', 'stop'])
    expect(events.map(({ at }) => at / second)).toEqual([near(0.7 - lag), near(2.5), near(2.7 - lag), near(5.5)])
    expect(await detect(turns, 8_000)).toEqual(events)
  })

  it.each([
    { story: 'silence', samples: silence(2) },
    { story: 'a click', samples: join16(silence(1), loud(0.05), silence(1)) },
    { story: 'quiet noise', samples: sound(2, 2_000) },
  ])('finds none in $story', async ({ samples }) => {
    expect(await detect(samples, 1_600)).toEqual([])
  })

  it('uses the threshold, the padding and the silence of each detector', async () => {
    const quiet = join16(silence(1), sound(1, 3_000), silence(1))
    expect(await detect(quiet, 1_600)).toEqual([])
    const [start, stop] = await detect(quiet, 1_600, { threshold: 0.2, prefixPaddingMs: 0, silenceDurationMs: 200 })
    expect([start!.at / second, stop!.at / second]).toEqual([near(1 - lag), near(2.2)])
  })

  it('keeps the speakers apart, and their turns of any length', async () => {
    const long = join16(silence(1), loud(70), silence(1))
    const [events, none] = await Promise.all([detect(long, 16_000), detect(silence(72), 16_000)])
    expect(events.map(({ type }) => type)).toEqual(['start', 'stop'])
    expect(none).toEqual([])
  })

  it('changes settings and ends a turn on request', async () => {
    const detector = await engine.createDetector()
    expect(await detector.push(join16(silence(1), loud(1)))).toMatchObject([{ type: 'start' }])
    detector.reset()
    expect(await detector.push(silence(1))).toEqual([])
    detector.configure({ silenceDurationMs: 1_500 })
    expect(await detector.push(join16(loud(1), silence(1)))).toMatchObject([{ type: 'start' }])
    expect(await detector.push(silence(1))).toMatchObject([{ type: 'stop' }])
    detector.close()
  })

  it('goes on after the end of its process, at the same position', async () => {
    using processes = watchChildProcesses()
    const own = await openSherpaTurnDetectionEngine({ files })
    const detector = await own.createDetector()
    await detector.push(silence(1))
    for (const pid of processes.running) process.kill(pid, 'SIGKILL')
    // The call that notices the end may fail.
    await Promise.resolve(detector.push(silence(1))).catch(() => [])
    const events = await detector.push(join16(silence(1), loud(1)))
    expect(events.map(({ type, at }) => [type, at / second])).toEqual([['start', near(2.7 - lag)]])
    await own.close()
    await expect(own.createDetector()).rejects.toThrow('The turn detection model is closed')
  })
})

describe('files that are no model of voice activity', () => {
  it.each([
    { story: 'no model', files: () => [join(folder, 'notes.txt')], message: 'there is no .onnx file among the files' },
    {
      story: 'several models',
      files: () => [...files, join(folder, 'other.onnx')],
      message: 'turn detection needs one model; there are other, silero_vad: name the file',
    },
    { story: 'a truncated file', files: () => [join(folder, 'cut', 'cut.onnx')], message: 'cut.onnx is truncated' },
  ])('refuses $story', async ({ files: choose, message }) => {
    const cut = join(folder, 'cut', 'cut.onnx')
    await mkdir(join(folder, 'cut'), { recursive: true })
    await writeFile(cut, (await readFile(files[0]!)).subarray(0, 100))
    await expect(openSherpaTurnDetectionEngine({ files: choose() })).rejects.toThrow(message)
  })

  it('names a model of another kind in one sentence, without its directory', async () => {
    const others = await writeTinyRecognizer(join(folder, 'ears'))
    const error = await openSherpaTurnDetectionEngine({ files: others }).catch((reason: Error) => reason)
    expect(error).toMatchObject({ status: 503, message: expect.stringContaining('Unsupported silero vad model') })
    expect((error as Error).message).not.toContain(folder)
  })
})
