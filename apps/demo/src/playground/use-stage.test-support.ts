import type { ServerOptions } from '@mira/server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type LocalApi, launchBrowser, startApi } from './open-playground.test-support.ts'
import { type Silence, type SpokenWav, writeSpokenWav } from './spoken-wav.test-support.ts'

/** What the tests of a screen share; there from their start. */
export interface Stage {
  readonly browser: Browser
  readonly api: LocalApi
}

/** A stage whose browser has a question in its microphone. */
export interface SpokenStage extends Stage {
  readonly question: SpokenWav
}

type Filled<Type> = { -readonly [Name in keyof Type]: Type[Name] }

/** Opens a browser and a local server before the tests of a block, and closes them after the last. */
export function useStage(options?: ServerOptions): Stage {
  const stage = {} as Filled<Stage>
  beforeAll(async () => {
    ;[stage.browser, stage.api] = await Promise.all([launchBrowser(), startApi(options)])
  })
  afterAll(() => Promise.all([stage.browser.close(), stage.api.close()]))
  return stage
}

/** The same with a question in the microphone. */
export function useSpokenStage(silence: Silence, options?: ServerOptions): SpokenStage {
  const stage = {} as Filled<SpokenStage>
  beforeAll(async () => {
    stage.api = await startApi(options)
    stage.question = await writeSpokenWav(stage.api, 'What is six times seven?', silence)
    stage.browser = await launchBrowser(stage.question.path)
  })
  afterAll(async () => {
    await stage.browser.close()
    await stage.question[Symbol.asyncDispose]()
    await stage.api.close()
  })
  return stage
}
