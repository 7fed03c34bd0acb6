import { getDrawing } from '../drawings/drawing-library.ts'
import { fullLayer, paint, px, type Stage } from './canvas.ts'
import { mixColors } from './color.ts'
import type { SceneLayer } from './scene.ts'

const foliage: Readonly<Record<string, readonly string[]>> = {
  spring: ['#7cb84a', '#e9a6bf', '#94c95b', '#f3c3d2'],
  summer: ['#4c9a3f', '#3d8a3b', '#61a94a'],
  autumn: ['#d9822b', '#c4552d', '#e3b23c', '#9c4a2a'],
  winter: ['#6f8f86', '#e8f0f4', '#87a39b'],
}

/** Position, height and color of a tree. */
interface Tree {
  readonly x: number
  readonly foot: number
  readonly height: number
  readonly color: string
}

/** Draws a conifer with three tiers, lit from the left. */
function conifer({ x, foot, height, color }: Tree, isSnowy: boolean): string {
  const dark = mixColors(color, '#10241f', 0.3)
  let svg = `<path d="M${px(x - height * 0.03)} ${px(foot)}v${px(-height * 0.15)}h${px(height * 0.06)}v${px(height * 0.15)}z" fill="${mixColors('#5b3f2a', color, 0.25)}"/>`
  for (let tier = 0; tier < 3; tier++) {
    const [half, bottom, top] = [
      height * (0.27 - tier * 0.055),
      foot - height * (0.12 + tier * 0.24),
      foot - height * (0.5 + tier * 0.25),
    ]
    svg += `<path d="M${px(x)} ${px(top)}L${px(x - half)} ${px(bottom)}Q${px(x)} ${px(bottom + height * 0.05)} ${px(x + half)} ${px(bottom)}Z" fill="${color}"/><path d="M${px(x)} ${px(top)}L${px(x + half)} ${px(bottom)}Q${px(x + half * 0.5)} ${px(bottom + height * 0.035)} ${px(x)} ${px(bottom + height * 0.026)}Z" fill="${dark}" opacity=".55"/>`
    if (isSnowy)
      svg += `<path d="M${px(x)} ${px(top)}L${px(x - half * 0.55)} ${px((top + bottom) / 2 + height * 0.03)}Q${px(x)} ${px((top + bottom) / 2 - height * 0.02)} ${px(x + half * 0.55)} ${px((top + bottom) / 2 + height * 0.03)}Z" fill="#eef5fa" opacity=".9"/>`
  }
  return svg
}

/** Draws a broad-leaved tree: a trunk and a crown of overlapping circles. */
function broadleaf({ x, foot, height, color }: Tree): string {
  const light = mixColors(color, '#ffffff', 0.2)
  const dark = mixColors(color, '#14261a', 0.28)
  const round = (dx: number, dy: number, r: number, fill: string) =>
    `<circle cx="${px(x + dx * height)}" cy="${px(foot - dy * height)}" r="${px(r * height)}" fill="${fill}"/>`
  return `<path d="M${px(x - height * 0.05)} ${px(foot)}q${px(height * 0.03)} ${px(-height * 0.25)} ${px(height * 0.02)} ${px(-height * 0.5)}h${px(height * 0.06)}q${px(-height * 0.01)} ${px(height * 0.25)} ${px(height * 0.02)} ${px(height * 0.5)}z" fill="${mixColors('#6b4a30', color, 0.15)}"/>${round(0.14, 0.56, 0.2, dark)}${round(-0.15, 0.58, 0.19, dark)}${round(0, 0.72, 0.25, color)}${round(-0.13, 0.64, 0.17, color)}${round(0.14, 0.64, 0.16, color)}${round(-0.07, 0.79, 0.13, light)}`
}

/** Row of trees at the same distance. */
export interface TreeRow {
  readonly depth: number
  readonly count: number
  /** Height of a tree, as a fraction of the image's shorter side. */
  readonly height: number
  /** Positions as fractions of the width. Randomly spread over it by default. */
  readonly at?: readonly number[] | undefined
}

/** Paints rows of trees, the far ones smaller and paler. */
export function paintTrees(stage: Stage, rows: readonly TreeRow[], conifers: number): SceneLayer[] {
  const { size, horizon, season, light, random } = stage
  const isWinter = season === 'winter'
  const unit = Math.min(size.width, size.height)
  return rows.map(({ depth, count, height, at }, row) => {
    const foot = horizon + (size.height - horizon) * (1 - depth) ** 1.4
    const colors = foliage[season ?? 'summer'] ?? []
    let svg = ''
    for (let index = 0; index < count; index++) {
      const x = size.width * (at?.[index] ?? ((index + random() * 0.8) / count) * 1.06 - 0.03)
      const tall = unit * height * (0.75 + random() * 0.5)
      const isConifer = random() < conifers
      const baseColor = isConifer
        ? isWinter
          ? '#3f6a5f'
          : season === 'autumn'
            ? '#4d6b3a'
            : '#2f6e48'
        : (colors[Math.floor(random() * colors.length)] ?? '#4c9a3f')
      const color = mixColors(paint(stage, baseColor), light.skyBottom, depth * 0.62)
      svg += isConifer
        ? conifer({ x, foot: foot + random() * unit * 0.012, height: tall, color }, isWinter && depth < 0.85)
        : broadleaf({ x, foot: foot + random() * unit * 0.012, height: tall, color })
    }
    return fullLayer(stage, { name: `trees ${row + 1}`, kind: depth > 0.4 ? 'backdrop' : 'prop', depth, svg })
  })
}

/** Scatters small drawings over the ground: flowers, shells, cacti. */
export function scatter(
  stage: Stage,
  names: readonly string[],
  { count, height }: { count: number; height: number },
): SceneLayer[] {
  const { size, horizon, light, random } = stage
  const unit = Math.min(size.width, size.height)
  return Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] ?? ''
    const depth = 0.08 + random() * 0.8
    const tall = unit * height * (1.25 - depth)
    const x = random() * size.width
    const foot = horizon + (size.height - horizon) * (0.06 + 0.94 * (1 - depth))
    const drawing = getDrawing(name)
    const [r, g, b] = light.tint
    return {
      name,
      kind: 'prop' as const,
      depth,
      box: { x: x - tall / 2, y: foot - tall, width: tall, height: tall },
      svg: `<filter id="tint"><feColorMatrix color-interpolation-filters="sRGB" values="${r} 0 0 0 0 0 ${g} 0 0 0 0 0 ${b} 0 0 0 0 0 1 0"/></filter><svg x="${px(x - tall / 2)}" y="${px(foot - tall)}" width="${px(tall)}" height="${px(tall)}" viewBox="0 0 ${drawing?.width ?? 128} ${drawing?.height ?? 128}"><g filter="url(#tint)">${drawing?.body ?? ''}</g></svg>`,
    }
  })
}
