import type { SeenObject } from '@mira/engine'
import { serveThread } from '@mira/engine/internal'
import sharp from 'sharp'
import { decodeImage } from '../pixels/decode-image.ts'
import type { Pixels } from '../pixels/pixels.ts'
import { detectFaces } from './models/detect-faces.ts'
import { detectThings } from './models/detect-things.ts'
import { coloursIn } from './picture/colours.ts'
import { findRegions } from './picture/find-regions.ts'
import type { Scene, VisionReply, VisionTask } from './scene.ts'

const wholePicture = { x: 0, y: 0, width: 1, height: 1 }
const sceneSide = 1024
/** Letters of small print need more pixels than things do. */
const pageSide = 2400
/** Tesseract wants letters of about 30 pixels: a small picture is scaled up. */
const minPageSide = 1200

async function seeScene(pixels: Pixels): Promise<Scene> {
  const withColours = (seen: SeenObject) => ({ ...seen, colours: coloursIn(pixels, seen.box) })
  return {
    things: (await detectThings(pixels)).map(withColours),
    faces: (await detectFaces(pixels)).map(withColours),
    regions: findRegions(pixels),
    colours: coloursIn(pixels, wholePicture),
  }
}

async function preparePage({ data, width, height }: Pixels): Promise<VisionReply> {
  const scale = Math.min(3, Math.max(1, minPageSide / Math.max(width, height)))
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(size)
    .removeAlpha()
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
  return { kind: 'page', png: new Uint8Array(png), ...size }
}

serveThread<VisionTask, VisionReply>(async ({ kind, image, maxPixels }) => {
  const maxSide = kind === 'page' ? pageSide : sceneSide
  const pixels = await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })
  return kind === 'page' ? preparePage(pixels) : { kind, scene: await seeScene(pixels) }
})
