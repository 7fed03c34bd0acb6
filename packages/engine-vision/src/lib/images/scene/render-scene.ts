import type { ImageSize } from '@mira/engine'
import { Resvg } from '@resvg/resvg-js'
import type { Pixels } from '../../pixels/pixels.ts'
import { imageData } from '../image-data.ts'
import type { Scene, SceneLayer } from './scene.ts'

const fontFiles = ['fonts/nunito-regular.ttf', 'fonts/nunito-extra-bold.ttf'] as const

/** Renders a whole scene. `scale` is in output pixels per scene pixel and defaults to 1. */
export function renderScene(scene: Scene, scale = 1): Pixels {
  return renderSvg(scene.size, scene.layers.map((layer, index) => ownIds(layer.svg, `l${index}`)).join(''), scale)
}

/** Renders one layer on a transparent image of the size of the scene. */
export function renderLayer(scene: Scene, layer: SceneLayer, scale = 1): Pixels {
  return renderSvg(scene.size, layer.svg, scale)
}

/** Prefixes IDs, so that the definitions of layers do not collide. */
function ownIds(svg: string, prefix: string): string {
  return svg
    .replace(/\bid="/g, `id="${prefix}`)
    .replace(/url\(#/g, `url(#${prefix}`)
    .replace(/href="#/g, `href="#${prefix}`)
}

/** Renders SVG elements on a transparent background. */
export function renderSvg({ width, height }: ImageSize, content: string, scale = 1): Pixels {
  const [columns, rows] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${columns}" height="${rows}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">${content}</svg>`
  const files = content.includes('<text') ? fontFiles.map((name) => imageData.path(name)) : []
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: files, defaultFontFamily: 'Nunito' },
  }).render()
  return { width: image.width, height: image.height, data: withStraightAlpha(image.pixels) }
}

/** Converts premultiplied alpha, as output by resvg, to straight alpha. */
function withStraightAlpha(pixels: Uint8Array): Uint8Array {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0
    if (alpha === 0 || alpha === 255) continue
    for (let part = at; part < at + 3; part++)
      pixels[part] = Math.min(255, Math.round(((pixels[part] ?? 0) * 255) / alpha))
  }
  return pixels
}
