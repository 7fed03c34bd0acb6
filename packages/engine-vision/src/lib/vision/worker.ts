import { EngineInputError } from '@mira/engine'
import { serveWorker } from '@mira/engine/worker'
import { WordNet } from '@mira/engine-lexicon'
import { isRussian } from '../images/prompt/russian/translate-russian.ts'
import { limitSharp } from '../pixels/limit-sharp.ts'
import { answerFromText, asksForText } from './answer-from-text.ts'
import { answerOnScene, asksForThing } from './describe-scene.ts'
import { locateTarget, locateText } from './locate-target.ts'
import type { VisionResults, VisionTask, VisionTaskKind } from './protocol.ts'
import { seeScene } from './see-scene.ts'
import { isKnownTarget, parseTarget, unknownTarget } from './target.ts'
import { readLines } from './text/read-lines.ts'

type Perform = {
  readonly [Kind in VisionTaskKind]: (task: VisionTask, signal: AbortSignal) => Promise<VisionResults[Kind]>
}

const wordNet = new WordNet()

const perform: Perform = {
  async detect(task, signal) {
    const { things } = await seeScene(task, signal)
    return things.map(({ label, confidence, box }) => ({ label, confidence, box }))
  },
  async locate(task, signal) {
    const target = parseTarget(task.words)
    const { text, noun } = target
    if (!text && !isKnownTarget(noun, wordNet)) throw unknownTarget(noun)
    if (!text) return locateTarget(target, await seeScene(task, signal), wordNet)
    const lines = await readLines(task, { signal, wordNet, isEnough: (read) => locateText(text, read).length > 0 })
    return locateText(text, lines)
  },
  async readText(task, signal) {
    const lines = await readLines(task, { signal, wordNet })
    return {
      text: lines.map(({ text }) => text).join('\n'),
      lines: lines.map(({ text, confidence, box }) => ({ text, confidence, box })),
    }
  },
  async describe(task, signal) {
    if (isRussian(task.words)) return describeInRussian(task, signal)
    const isAboutText = asksForText(task.words) && !asksForThing(task.words, wordNet)
    const asked = isAboutText ? await readTextOf(task, signal) : []
    if (asked === undefined || asked.length > 0) return answerFromText(task.words, asked)
    const scene = await seeScene(task, signal)
    const answer = answerOnScene(task.words, scene, wordNet)
    if (isAboutText) return `${answerFromText('', [])} ${answer}`
    if (scene.things.length > 0 || scene.faces.length > 0) return answer
    const text = await readTextOf(task, signal)
    return text === undefined || text.length > 0 ? `${answer} ${answerFromText('', text)}` : answer
  },
}

/** Returns the lines of text in an image; undefined if its letters are not Latin. */
async function readTextOf(task: VisionTask, signal: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    return (await readLines(task, { signal, wordNet })).map(({ text }) => text)
  } catch (error) {
    if (error instanceof EngineInputError && error.code === 'unsupported_language') return undefined
    throw error
  }
}

/** Questions are understood in English only; what can be read or seen is stated all the same. */
async function describeInRussian(task: VisionTask, signal: AbortSignal): Promise<string> {
  const note = 'Вопросы об изображениях понимаются только на английском языке, а текст читается только английский.'
  const text = await readTextOf(task, signal)
  if (text === undefined) return `Текст на изображении прочитать не могу: похоже, это кириллица. ${note}`
  const read = text.length > 0 ? ` Текст: ${text.join('\n')}` : ''
  return `${note} ${answerOnScene('', await seeScene(task, signal), wordNet)}${read}`
}

limitSharp()

serveWorker<VisionTask, VisionResults[VisionTaskKind]>((task, { signal }) => perform[task.kind](task, signal))
