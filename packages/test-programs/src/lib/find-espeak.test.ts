import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findEspeak } from './find-espeak.ts'

const canRunScripts = process.platform !== 'win32'

it.runIf(canRunScripts)('takes the program of the system, unless the packaged one is asked for', () => {
  const PATH = mkdtempSync(join(tmpdir(), 'mira-find-'))
  const system = join(PATH, 'espeak-ng')
  writeFileSync(system, '#!/bin/sh\n')
  chmodSync(system, 0o755)
  expect(findEspeak({ PATH })).toEqual({ command: system, origin: 'system' })
  const packaged = { command: expect.stringContaining('mira-test-programs'), origin: 'packaged' }
  expect(findEspeak({ PATH, MIRA_TEST_PROGRAMS: 'packaged' })).toEqual(packaged)
  rmSync(PATH, { recursive: true })
})

describe.runIf(canRunScripts)('the packaged eSpeak NG, with no PATH', () => {
  const { command } = findEspeak({})
  const run = (options: readonly string[], input = '') =>
    spawnSync(command!, options, { input, env: {}, maxBuffer: 2 ** 25 })

  function speak(voice: string, text: string, wordsPerMinute = 175) {
    const settings = ['-v', voice, '-s', String(wordsPerMinute), '-b', '1', '--stdin', '--stdout']
    const { stdout, status } = run(settings, text)
    expect([status, stdout.toString('latin1', 0, 4), stdout.readUInt32LE(24)]).toEqual([0, 'RIFF', 22_050])
    const samples = Int16Array.from({ length: (stdout.length - 44) / 2 }, (_, at) => stdout.readInt16LE(44 + 2 * at))
    const loudness = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
    return { seconds: samples.length / 22_050, loudness }
  }

  it.each([
    { voice: 'gmw/de', text: 'Guten Morgen. Wie geht es Ihnen heute?' },
    { voice: 'zle/ru', text: 'Доброе утро. Как у вас сегодня дела?' },
  ])('speaks with the voice $voice', ({ voice, text }) => {
    const { seconds, loudness } = speak(voice, text)
    expect(seconds).toBeGreaterThan(1.5)
    expect(loudness).toBeGreaterThan(1_000)
    expect(speak(voice, text, 350).seconds).toBeLessThan(seconds * 0.7)
    expect(speak(`${voice}+f3`, text).loudness).not.toBeCloseTo(loudness, -1)
  })

  it('reads text of more than 256 bytes whose letters take two', () => {
    const text = ` ${'щука '.repeat(60)}`
    const { stdout } = run(['-v', 'zle/ru', '-b', '1', '--stdout', text])
    expect(speak('zle/ru', text).seconds).toBe((stdout.length - 44) / 2 / 22_050)
  })

  it('lists voices, and fails as the program does', () => {
    const { stdout } = run(['--voices'])
    expect(stdout.toString()).toMatch(/^Pty Language .*\n(.*\n)* 5 {2}de +--\/M +German +gmw\/de /)
    const { status, stderr } = run(['-v', 'gmw/xx', '--stdin', '--stdout'])
    expect([status, stderr.toString()]).toEqual([1, 'Error: The specified espeak-ng voice does not exist.\n'])
  })
})
