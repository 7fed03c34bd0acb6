import type {
  ImageEditRequest,
  ImageEngine,
  ImageModerationEngine,
  ImageRequest,
  ModerationEngine,
  VisionEngine,
} from '@mira/engine'
import { imageSize } from 'image-size'
import { createPng } from './png.test-support.ts'

const info = { kind: 'procedural', description: 'Made for tests' } as const

/**
 * Creates an image engine that draws plain gray images, shaded by the length of the prompt, and records its requests.
 */
export function createGrayImageEngine(): ImageEngine & { readonly requests: (ImageRequest | ImageEditRequest)[] } {
  const requests: (ImageRequest | ImageEditRequest)[] = []
  const draw = ({ prompt, count, seed = 1 }: ImageRequest | ImageEditRequest, width: number, height: number) =>
    Array.from({ length: count }, (_, index) => ({
      data: createPng({ width, height, gray: prompt.length % 256 }),
      mediaType: 'image/png' as const,
      width,
      height,
      seed: seed + index,
      revisedPrompt: `gray: ${prompt}`,
    }))
  return {
    requests,
    info: { name: 'gray', ...info },
    async generate(request) {
      requests.push(request)
      return draw(request, request.size.width, request.size.height)
    },
    async edit(request) {
      requests.push(request)
      const { width, height } = request.size ?? imageSize(request.references[0]!)
      return draw(request, width, height)
    },
    close: async () => {},
  }
}

/**
 * Creates a vision engine that detects one square in the upper left quarter of every image and reports the image's
 * size.
 */
export function createSquareVisionEngine(): VisionEngine {
  const square = { label: 'square', confidence: 0.9, box: { x: 0, y: 0, width: 0.5, height: 0.5 } }
  return {
    info: { name: 'square', ...info },
    detect: async () => [square],
    locate: async (_image, target) => (target.includes('square') ? [square] : []),
    readText: async () => ({ text: '', lines: [] }),
    async describe(image, question = '') {
      const { width, height } = imageSize(image)
      return `A picture of ${width} by ${height} pixels. ${question}`.trim()
    },
    close: async () => {},
  }
}

/** Creates a moderation engine that flags any text or image that contains the word `forbidden`. */
export function createWordModerationEngine(): ModerationEngine & ImageModerationEngine {
  const judge = (text: string) => {
    const isFlagged = text.includes('forbidden')
    return { isFlagged, category: isFlagged ? 'extremism' : undefined, scores: { extremism: isFlagged ? 1 : 0 } }
  }
  return {
    info: { name: 'word', ...info },
    categories: ['extremism'],
    moderateTexts: async (texts) => texts.map(judge),
    moderateImage: async (image) => judge(Buffer.from(image).toString('latin1')),
    close: async () => {},
  }
}
