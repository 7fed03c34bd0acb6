import type { VisionEngine } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import { WordNet } from '@mira/engine-lexicon'
import { answerOnScene, asksForText } from './describe-scene.ts'
import { locateTarget, locateText } from './locate-target.ts'
import type { Scene, VisionReply, VisionTask } from './scene.ts'
import { parseTarget } from './target.ts'
import { type ReadLine, TextReader } from './text-reader.ts'

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

  async function readLines(
    image: Uint8Array,
    signal: AbortSignal | undefined,
    isEnough = (lines: readonly ReadLine[]) => lines.length > 0,
  ): Promise<readonly ReadLine[]> {
    const reply = await thread.run({ kind: 'page', image, maxPixels }, { signal })
    if (reply.kind !== 'page') throw new TypeError('The vision engine answered another task')
    const lines = await reader.read(reply, isEnough, signal)
    signal?.throwIfAborted()
    return lines
  }

  async function locateWords(image: Uint8Array, words: string, signal: AbortSignal | undefined) {
    return locateText(words, await readLines(image, signal, (lines) => locateText(words, lines).length > 0))
  }

  return {
    info: {
      name: 'mira-vision-local',
      kind: 'neural',
      description:
        'SSDLite MobileNetV2 (80 kinds of things), BlazeFace and Tesseract; it computes its answers and writes no free text.',
      licence: 'MIT AND Apache-2.0',
    },
    async detect(image, { signal } = {}) {
      const { things } = await see(image, signal)
      return things.map(({ label, confidence, box }) => ({ label, confidence, box }))
    },
    async locate(image, phrase, { signal } = {}) {
      const target = parseTarget(phrase)
      if (target.text) return locateWords(image, target.text, signal)
      return locateTarget(target, await see(image, signal), wordNet)
    },
    async readText(image, { signal } = {}) {
      const lines = await readLines(image, signal)
      return {
        text: lines.map(({ text }) => text).join('\n'),
        lines: lines.map(({ text, confidence, box }) => ({ text, confidence, box })),
      }
    },
    async describe(image, question = '', { signal } = {}) {
      if (!asksForText(question)) return answerOnScene(question, await see(image, signal), wordNet)
      const text = (await readLines(image, signal)).map((line) => line.text).join('\n')
      return text === '' ? 'I can read no printed English text in this picture.' : `It reads: ${text}`
    },
    async close() {
      await Promise.all([thread.close(), reader.close()])
    },
  }
}
