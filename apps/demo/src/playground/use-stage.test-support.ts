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

/** What the tests of a screen share; there from their start. */
export interface Stage {
  readonly browser: Browser
  readonly api: LocalApi
}

/** Question that the microphone of a spoken stage asks, as a call writes it down. */
export const spokenQuestion = 'What is six times seven?'

/** A stage with a recorded question. */
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

/** The same with a question to speak. */
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

/** A page of the playground with a microphone that asks the question of its stage. */
export interface SpokenPlayground extends OpenPlayground {
  ask(): Promise<void>
}

/** Opens a screen with a scripted microphone. */
export async function openSpokenPlayground(stage: SpokenStage, screen: string): Promise<SpokenPlayground> {
  const open = await openPlayground(stage.browser, stage.api, screen)
  const microphone = await scriptMicrophone(open.page)
  // The script takes effect on the next navigation.
  await open.page.reload()
  return { ...open, ask: async () => microphone.speak(await readFile(stage.question.path)) }
}
