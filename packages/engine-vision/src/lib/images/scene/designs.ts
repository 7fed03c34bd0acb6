import type { ImageSize } from '@mira/engine'
import type { PromptPlan } from '../prompt/prompt-plan.ts'
import { fullLayer, px, type Stage, shadedBand } from './canvas.ts'
import { colorWords, mixColors } from './color.ts'
import { drawThing } from './draw-thing.ts'
import type { SceneLayer } from './scene.ts'

const palettes = [
  ['#264653', '#2a9d8f', '#e9c46a', '#f4a261', '#e76f51'],
  ['#3d348b', '#7678ed', '#f7b801', '#f18701', '#f35b04'],
  ['#0b3954', '#087e8b', '#bfd7ea', '#ff5a5f', '#c81d25'],
  ['#5f0f40', '#9a031e', '#fb8b24', '#e36414', '#0f4c5c'],
] as const

function paletteOf({ random }: Stage, colors: readonly string[]): readonly string[] {
  const palette = palettes[Math.floor(random() * palettes.length)] ?? palettes[0]
  const asked = colors.map((word) => colorWords[word] ?? '#888888')
  return asked.length === 0
    ? palette
    : [
        ...asked,
        ...asked.map((color) => mixColors(color, '#ffffff', 0.45)),
        ...asked.map((color) => mixColors(color, '#141a33', 0.4)),
      ]
}

/** Creates the layers of a design, such as a pattern or logo. */
export function paintDesign(stage: Stage, plan: PromptPlan): SceneLayer[] {
  const palette = paletteOf(stage, plan.colors)
  const backdrop = (svg: string) => fullLayer(stage, { name: plan.layout, kind: 'sky', depth: 1, svg })
  if (plan.layout === 'pattern')
    return [
      backdrop(
        shadedBand(stage, 'paper', {
          top: 0,
          colors: Array(2).fill(mixColors(palette[0] ?? '#888888', '#ffffff', 0.82)),
        }),
      ),
      fullLayer(stage, { name: 'pattern', kind: 'subject', depth: 0.5, svg: tiles(stage, plan, palette) }),
    ]
  if (plan.layout === 'chart')
    return [
      backdrop(shadedBand(stage, 'paper', { top: 0, colors: ['#ffffff', '#f3f5f9'] })),
      fullLayer(stage, { name: 'chart', kind: 'subject', depth: 0.5, svg: bars(stage, palette) }),
      ...writing(stage, plan.text, { color: '#26304a', share: 0.13 }),
    ]
  if (plan.layout === 'logo')
    return [
      backdrop(shadedBand(stage, 'paper', { top: 0, colors: ['#ffffff', '#f4f4f7'] })),
      fullLayer(stage, { name: 'logo', kind: 'subject', depth: 0.5, svg: emblem(stage, plan, palette) }),
      ...writing(stage, plan.text, { color: palette[0] ?? '#26304a', share: 0.85 }),
    ]
  return [backdrop(blend(stage, palette)), ...writing(stage, plan.text, { color: '#ffffff', share: 0.5 })]
}

/** Color and vertical position of a text, as a fraction of the height. */
export interface TextStyle {
  readonly color: string
  readonly share: number
}

/** Creates a layer of text at the largest size that fits, at a height given as a fraction. */
export function writing(stage: Stage, text: string | undefined, { color, share }: TextStyle): SceneLayer[] {
  return text
    ? [fullLayer(stage, { name: 'text', kind: 'text', depth: 0, svg: textElement(stage.size, text, { color, share }) })]
    : []
}

/** Creates horizontally centered text at the largest size that fits, at a height given as a fraction. */
export function textElement(size: ImageSize, text: string, { color, share }: TextStyle): string {
  const lines = wrap(text, share === 0.5 ? 14 : 30)
  const longest = Math.max(...lines.map((line) => line.length))
  const fontSize = Math.min(
    (size.width * 0.86) / (longest * 0.6),
    (size.height * (share === 0.5 ? 0.7 : 0.16)) / (lines.length * 1.15),
  )
  const top = size.height * share - ((lines.length - 1) * fontSize * 1.1) / 2 + fontSize * 0.35
  const spans = lines
    .map(
      (line, index) =>
        `<tspan x="${px(size.width / 2)}" y="${px(top + index * fontSize * 1.1)}">${escapeXml(line)}</tspan>`,
    )
    .join('')
  const edge = `stroke="#10142a" stroke-opacity=".35" stroke-width="${px(fontSize * 0.06)}" paint-order="stroke"`
  return `<text font-family="Nunito" font-weight="800" font-size="${px(fontSize)}" text-anchor="middle" fill="${color}" ${edge}>${spans}</text>`
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Escapes text for SVG and removes control characters, which XML 1.0 forbids even when escaped. */
function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function tiles(stage: Stage, plan: PromptPlan, palette: readonly string[]): string {
  const { size, random } = stage
  const cell = Math.min(size.width, size.height) / 5
  let svg = ''
  for (let row = 0; row * cell < size.height; row++)
    for (let column = 0; column * cell - cell / 2 < size.width; column++) {
      const [x, y] = [column * cell + (row % 2 === 0 ? 0 : -cell / 2), row * cell]
      const subject = plan.subjects[(row + column) % Math.max(1, plan.subjects.length)]
      const thing = subject && drawThing(subject.drawing, subject.color)
      svg += thing
        ? `<svg x="${px(x + cell * 0.16)}" y="${px(y + cell * 0.16)}" width="${px(cell * 0.68)}" height="${px(cell * 0.68)}" viewBox="${thing.view.x} ${thing.view.y} ${thing.view.width} ${thing.view.height}">${thing.body}</svg>`
        : shape(
            { x: x + cell / 2, y: y + cell / 2, radius: cell * 0.34 },
            Math.floor(random() * 4),
            palette[Math.floor(random() * palette.length)] ?? '#888888',
          )
    }
  return svg
}

/** Circumscribed circle of a shape. */
interface Circle {
  readonly x: number
  readonly y: number
  readonly radius: number
}

function shape({ x, y, radius }: Circle, kind: number, color: string): string {
  if (kind === 0) return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" fill="${color}"/>`
  if (kind === 1)
    return `<path d="M${px(x - radius)} ${px(y + radius)}a${px(radius * 2)} ${px(radius * 2)} 0 0 1 ${px(radius * 2)} ${px(-radius * 2)}v${px(radius * 2)}z" fill="${color}"/>`
  if (kind === 2)
    return `<path d="M${px(x)} ${px(y - radius)}l${px(radius)} ${px(radius)}l${px(-radius)} ${px(radius)}l${px(-radius)} ${px(-radius)}z" fill="${color}"/>`
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius * 0.75)}" fill="none" stroke="${color}" stroke-width="${px(radius * 0.4)}"/>`
}

/** Draws bars of random heights: an illustration of a chart, not of data. */
function bars({ size, random }: Stage, palette: readonly string[]): string {
  const [left, bottom, width, height] = [size.width * 0.12, size.height * 0.86, size.width * 0.78, size.height * 0.6]
  const lines = Array.from(
    { length: 6 },
    (_, index) =>
      `<path d="M${px(left)} ${px(bottom - (height * index) / 5)}h${px(width)}" stroke="#c9cfdb" stroke-width="2"/>`,
  ).join('')
  const columns = Array.from({ length: 6 }, (_, index) => {
    const tall = height * (0.25 + 0.7 * random())
    return `<rect x="${px(left + width * ((index + 0.2) / 6))}" y="${px(bottom - tall)}" width="${px((width / 6) * 0.6)}" height="${px(tall)}" rx="6" fill="${palette[index % palette.length]}"/>`
  }).join('')
  return lines + columns
}

function emblem({ size }: Stage, plan: PromptPlan, palette: readonly string[]): string {
  const unit = Math.min(size.width, size.height)
  const [x, y, r] = [size.width / 2, size.height * (plan.text ? 0.42 : 0.5), unit * 0.31]
  const subject = plan.subjects[0]
  const thing = subject && drawThing(subject.drawing, subject.color)
  const inner = thing
    ? `<svg x="${px(x - r * 0.62)}" y="${px(y - r * 0.62)}" width="${px(r * 1.24)}" height="${px(r * 1.24)}" viewBox="${thing.view.x} ${thing.view.y} ${thing.view.width} ${thing.view.height}">${thing.body}</svg>`
    : `${shape({ x: x - r * 0.2, y, radius: r * 0.42 }, 1, palette[1] ?? '#888888')}${shape({ x: x + r * 0.25, y: y + r * 0.1, radius: r * 0.3 }, 2, palette[2] ?? '#aaaaaa')}`
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(r)}" fill="${palette[0]}"/><circle cx="${px(x)}" cy="${px(y)}" r="${px(r * 0.88)}" fill="#fff"/><circle cx="${px(x)}" cy="${px(y)}" r="${px(r * 0.82)}" fill="${mixColors(palette[0] ?? '#888888', '#ffffff', 0.78)}"/>${inner}`
}

function blend(stage: Stage, palette: readonly string[]): string {
  const { size, random } = stage
  const unit = Math.min(size.width, size.height)
  const spots = palette
    .slice(0, 5)
    .map(
      (color, index) =>
        `<radialGradient id="spot${index}"><stop offset="0" stop-color="${color}"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient><circle cx="${px(random() * size.width)}" cy="${px(random() * size.height)}" r="${px(unit * (0.5 + random() * 0.4))}" fill="url(#spot${index})"/>`,
    )
  return (
    shadedBand(stage, 'base', { top: 0, colors: [palette[0] ?? '#888888', palette.at(-1) ?? '#444444'] }) +
    spots.join('')
  )
}
