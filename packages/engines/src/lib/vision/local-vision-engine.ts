import { WordNet } from '../local-chat/wordnet.ts'
import { EngineThread, workerUrl } from '../thread/engine-thread.ts'
import { answerOnScene, asksForText } from './describe-scene.ts'
import { locateTarget, locateText } from './locate-target.ts'
import type { Scene, VisionReply, VisionTask } from './scene.ts'
import { parseTarget } from './target.ts'
import { TextReader } from './text-reader.ts'
import type { ReadText, VisionEngine } from './vision-engine.ts'

/** Options for {@link createLocalVisionEngine}. */
export interface LocalVisionEngineOptions {
  /** Width times height of the largest picture that is taken (default 50 million). */
  readonly maxPixels?: number | undefined
}

/** Sees with small models on this machine: 80 kinds of things, faces, colours, plain shapes and printed English. */
export function createLocalVisionEngine({ maxPixels = 50_000_000 }: LocalVisionEngineOptions = {}): VisionEngine {
  const thread = new EngineThread<VisionTask, VisionReply>({
    name: 'vision engine',
    url: workerUrl(import.meta.url, './worker.ts', './vision-worker.js'),
  })
  const reader = new TextReader()
  const wordNet = new WordNet()

  async function see(image: Uint8Array, signal: AbortSignal | undefined): Promise<Scene> {
    const reply = await thread.run({ kind: 'scene', image, maxPixels }, { signal })
    if (reply.kind !== 'scene') throw new TypeError('The vision engine answered another task')
    return reply.scene
  }

  async function readText(image: Uint8Array, signal: AbortSignal | undefined): Promise<ReadText> {
    const reply = await thread.run({ kind: 'page', image, maxPixels }, { signal })
    if (reply.kind !== 'page') throw new TypeError('The vision engine answered another task')
    const text = await reader.read(reply)
    signal?.throwIfAborted()
    return text
  }

  return {
    info: {
      name: 'mira-vision-local',
      kind: 'neural',
      description:
        'CenterNet (80 kinds of things), BlazeFace and Tesseract; it computes its answers and writes no free text.',
      licence: 'MIT AND Apache-2.0',
    },
    async detect(image, { signal } = {}) {
      const { things } = await see(image, signal)
      return things.map(({ label, confidence, box }) => ({ label, confidence, box }))
    },
    async locate(image, phrase, { signal } = {}) {
      const target = parseTarget(phrase)
      if (target.text) return locateText(target.text, await readText(image, signal))
      return locateTarget(target, await see(image, signal), wordNet)
    },
    readText: (image, { signal } = {}) => readText(image, signal),
    async describe(image, question = '', { signal } = {}) {
      if (!asksForText(question)) return answerOnScene(question, await see(image, signal), wordNet)
      const { text } = await readText(image, signal)
      return text === '' ? 'I can read no printed English text in this picture.' : `It reads: ${text}`
    },
    async close() {
      await Promise.all([thread.close(), reader.close()])
    },
  }
}
