import { readFile } from 'node:fs/promises'
import type { ServerOptions } from '@mira/engines'
import { scriptMicrophone } from '@mira/test-programs/microphone'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import {
  type LocalApi,
  launchBrowser,
  type OpenPlayground,
  openPlayground,
  startApi,
} from './open-playground.test-support.ts'
import { type SpokenWav, writeSpokenWav } from './spoken-wav.test-support.ts'

/** Browser and server shared by the tests of a screen. Set before they start. */
export interface Stage {
  readonly browser: Browser
  readonly api: LocalApi
}

/** Question played by the microphone of a spoken stage, as transcribed in a call. */
export const spokenQuestion = 'What is six times seven?'

/** A stage with a recording of a question. */
export interface SpokenStage extends Stage {
  readonly question: SpokenWav
}

type Filled<Type> = { -readonly [Name in keyof Type]: Type[Name] }

/** Starts a browser and a local server before the tests of a block, and closes them afterwards. */
export function useStage(options?: ServerOptions): Stage {
  const stage = {} as Filled<Stage>
  beforeAll(async () => {
    ;[stage.browser, stage.api] = await Promise.all([launchBrowser(), startApi(options)])
  })
  afterAll(() => Promise.all([stage.browser.close(), stage.api.close()]))
  return stage
}

/** Like {@link useStage}, with a recording of a question. */
export function useSpokenStage(options?: ServerOptions): SpokenStage {
  const stage = {} as Filled<SpokenStage>
  beforeAll(async () => {
    ;[stage.browser, stage.api] = await Promise.all([launchBrowser(), startApi(options)])
    stage.question = await writeSpokenWav(stage.api, spokenQuestion, { beforeSeconds: 1, afterSeconds: 1 })
  })
  afterAll(async () => {
    await stage.browser.close()
    await stage.question[Symbol.asyncDispose]()
    await stage.api.close()
  })
  return stage
}

/** A page of the playground with a scripted microphone. */
export interface SpokenPlayground extends OpenPlayground {
  /** Plays the question of the stage once. */
  ask(): Promise<void>
}

/** Opens a screen with a scripted microphone. */
export async function openSpokenPlayground(stage: SpokenStage, screen: string): Promise<SpokenPlayground> {
  const open = await openPlayground(stage, screen)
  const microphone = await scriptMicrophone(open.page)
  // The script takes effect on the next navigation.
  await open.page.reload()
  return { ...open, ask: async () => microphone.speak(await readFile(stage.question.path)) }
}
