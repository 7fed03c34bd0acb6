import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createEspeak } from './espeak.ts'

it.skipIf(process.platform === 'win32')('looks up a missing program once a minute until it is installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-espeak-'))
  try {
    let nowMs = 0
    const command = join(folder, 'espeak-ng')
    const espeak = createEspeak(command, 1_000, () => nowMs)
    const namesAt = (ms: number) => {
      nowMs = ms
      return espeak.voices().map(({ name }) => name)
    }
    expect(namesAt(0)).toEqual([])
    await writeFile(
      command,
      '#!/bin/sh\nprintf "Pty Language Age/Gender VoiceName File\\n 5 de --/M German gmw/de\\n"\n',
    )
    await chmod(command, 0o755)
    expect(namesAt(59_999)).toEqual([])
    expect(namesAt(60_000)).toEqual(['German'])
    await rm(command)
    expect(namesAt(200_000)).toEqual(['German'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
