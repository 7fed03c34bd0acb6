import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findFfmpeg } from './find-ffmpeg.ts'

const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64'
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mira-find-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('takes the first executable of the system, unless the packaged one is asked for', () => {
  const [data, program] = [join(folder, 'data'), join(folder, 'bin')]
  for (const [name, mode] of [
    [data, 0o644],
    [program, 0o755],
  ] as const) {
    mkdirSync(name)
    writeFileSync(join(name, 'ffmpeg'), '#!/bin/sh\n')
    chmodSync(join(name, 'ffmpeg'), mode)
  }
  const PATH = `${data}:${program}`
  expect(findFfmpeg({ PATH })).toEqual({ command: join(program, 'ffmpeg'), origin: 'system' })
  const packaged = findFfmpeg({ PATH, MIRA_TEST_PROGRAMS: 'packaged' })
  if (isLinuxX64) expect(packaged).toEqual({ command: expect.stringContaining('linux-x64'), origin: 'packaged' })
  else expect(packaged).toEqual({ command: undefined, reason: expect.stringContaining(process.platform) })
})

const rate = 16_000
/** One second of a tone, as signed 16-bit samples. */
const tone = (hertz: number) =>
  Int16Array.from({ length: rate }, (_, at) => 12_000 * Math.sin((2 * Math.PI * hertz * at) / rate))

/** Estimates the frequency from the rising zero crossings. */
function measureFrequency(samples: Int16Array): number {
  const rises = [...samples.keys()].filter((at) => samples[at]! >= 0 && (samples[at - 1] ?? 0) < 0)
  return ((rises.length - 1) * rate) / (rises.at(-1)! - rises[0]!)
}

it.runIf(isLinuxX64).each(['flac', 'adts', 'ogg', 'mp3'])(
  'encodes and decodes a tone as %s, with no PATH',
  (format) => {
    const { command } = findFfmpeg({})
    const run = (input: Uint8Array, ...options: string[]) =>
      execFileSync(command!, ['-v', 'error', ...options, '-'], { input, env: {} })
    const raw = ['-f', 's16le', '-ar', String(rate), '-ac', '1']
    const codec = format === 'ogg' ? ['-c:a', 'libopus'] : []
    const file = run(new Uint8Array(tone(440).buffer), ...raw, '-i', '-', ...codec, '-f', format)
    expect(file.length).toBeLessThan(2 * rate)
    const decoded = run(file, '-i', '-', ...raw)
    const samples = Int16Array.from({ length: decoded.length / 2 }, (_, at) => decoded.readInt16LE(2 * at))
    expect(samples.length / rate).toBeCloseTo(1, 0)
    // Codecs add silence at the start and the end.
    expect(measureFrequency(samples.subarray(rate / 4, (3 * rate) / 4))).toBeCloseTo(440, 0)
  },
)
