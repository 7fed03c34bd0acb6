import { serveWorker } from '@mira/engine/worker'
import { WordNet } from '@mira/engine-lexicon'
import { limitSharp } from '../pixels/limit-sharp.ts'
import { answerOnScene, asksForText } from './describe-scene.ts'
import { locateTarget, locateText } from './locate-target.ts'
import type { VisionResults, VisionTask, VisionTaskKind } from './protocol.ts'
import { seeScene } from './see-scene.ts'
import { parseTarget } from './target.ts'
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
    const { text } = target
    if (!text) return locateTarget(target, await seeScene(task, signal), wordNet)
    const lines = await readLines(task, { signal, isEnough: (read) => locateText(text, read).length > 0 })
    return locateText(text, lines)
  },
  async readText(task, signal) {
    const lines = await readLines(task, { signal })
    return {
      text: lines.map(({ text }) => text).join('\n'),
      lines: lines.map(({ text, confidence, box }) => ({ text, confidence, box })),
    }
  },
  async describe(task, signal) {
    if (!asksForText(task.words)) return answerOnScene(task.words, await seeScene(task, signal), wordNet)
    const text = (await readLines(task, { signal })).map((line) => line.text).join('\n')
    return text === '' ? 'I can read no printed English text in this image.' : `It reads: ${text}`
  },
}

limitSharp()

serveWorker<VisionTask, VisionResults[VisionTaskKind]>((task, { signal }) => perform[task.kind](task, signal))
