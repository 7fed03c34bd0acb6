import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Outcomes } from './lib/optional-engines/call-everything.ts'
import { installBuilt } from './lib/optional-engines/install-built.ts'

/** Output of the program that calls a server in an installed project. */
interface Report {
  readonly outcomes: Outcomes
  readonly engines: Readonly<Record<string, { readonly state: string; readonly hint?: string }>>
  readonly models: readonly string[]
}

const programs = join(import.meta.dirname, 'lib/optional-engines')

async function callEverything(packages: readonly string[]): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'mira-install-'))
  try {
    await installBuilt(folder, ['@mira/server', ...packages])
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    for (const file of ['call-everything.ts', 'calls.ts']) await copyFile(join(programs, file), join(folder, file))
    const { stdout } = await promisify(execFile)(process.execPath, ['call-everything.ts'], { cwd: folder })
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const language = '@mira/engine-language'
const vision = '@mira/engine-vision'
const video = '@mira/engine-video'
const audio = '@mira/engine-audio'

/** Packages that each call needs; realtime combines chat with speech input and output. */
const needs: Readonly<Record<string, readonly string[]>> = {
  chat: [language],
  embeddings: [language],
  images: [vision],
  vision: [vision],
  speech: [audio],
  transcription: [audio],
  music: [audio],
  video: [video],
  realtime: [language, audio],
}

describe.each([
  [[], []],
  [[language], ['mira', 'mira-thinking', 'mira-embed', 'mira-moderation']],
  [[vision], ['mira-image', 'mira-vision']],
  // The video engine depends on the image engine.
  [[video], ['mira-image', 'mira-vision', 'mira-video']],
  [[audio], ['mira-voice', 'mira-transcribe', 'mira-music']],
])('a server with %j alone', (packages, models) => {
  it('serves what is installed, and names the package of what is not', { timeout: 300_000 }, async () => {
    const report = await callEverything(packages)
    const installed = packages.includes(video) ? [...packages, vision] : packages
    for (const [name, needed] of Object.entries(needs)) {
      const { status, detail } = report.outcomes[name]!
      const missing = needed.filter((each) => !installed.includes(each))
      if (missing.length === 0) expect([name, status, detail]).toEqual([name, expect.toSatisfy(isSuccess), undefined])
      else {
        expect([name, status]).toEqual([name, 501])
        expect(detail).toMatch(new RegExp(`install (${missing.join('|')}) \\(`))
      }
    }
    expect(report.models).toEqual(models)
    const { punctuation, ...engines } = report.engines
    // No package has a local one: a model of the user's choice is the only source.
    expect(punctuation).toEqual({ state: 'absent' })
    const absent = Object.values(engines).filter(({ state }) => state === 'absent')
    expect(absent.every(({ hint }) => hint?.startsWith('install @mira/engine-'))).toBe(true)
  })
})

const isSuccess = (status: number): boolean => status >= 200 && status < 300
