import { fullLayer, paint, px, ridge, type Stage, shadedBand, tufts } from '../canvas.ts'
import { mixColors } from '../color.ts'
import { paintTrees, scatter } from '../plants.ts'
import type { SceneLayer } from '../scene.ts'

const grass: Readonly<Record<string, readonly [string, string]>> = {
  spring: ['#a5d46c', '#5fa53f'],
  summer: ['#9bcc62', '#4c9340'],
  autumn: ['#d8bb62', '#a07c36'],
  winter: ['#f4f9fd', '#c9dcec'],
}

function groundColors(stage: Stage): readonly [string, string] {
  const [far, near] = grass[stage.season ?? 'summer'] ?? ['#9bcc62', '#4c9340']
  return [mixColors(paint(stage, far), stage.light.skyBottom, 0.18), paint(stage, near)]
}

/** Paints the ground from the horizon to the viewer, with hills behind and tufts of grass. */
export function paintGround(stage: Stage): SceneLayer[] {
  const { size, horizon, season, random } = stage
  const [far, near] = groundColors(stage)
  const unit = Math.min(size.width, size.height)
  const hills = [0.86, 0.72].map((depth, index) => {
    const color = mixColors(mixColors(far, near, index * 0.35), stage.light.skyBottom, index === 0 ? 0.35 : 0.12)
    return fullLayer(stage, {
      name: `hills ${index + 1}`,
      kind: 'backdrop',
      depth,
      svg: `<path d="${ridge(stage, { base: horizon + unit * 0.05 * (index + 0.2), height: unit * (0.1 - index * 0.03), steps: 4 })}" fill="${color}"/>`,
    })
  })
  const top = horizon + unit * 0.045
  const isWinter = season === 'winter'
  const blades = tufts(
    stage,
    isWinter ? 12 : 150,
    isWinter ? [paint(stage, '#b9c9a0')] : [mixColors(near, '#12300f', 0.22), mixColors(near, '#eaffb0', 0.2), near],
  )
  const bank = `<linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${far}"/><stop offset="1" stop-color="${near}"/></linearGradient><path d="${ridge(stage, { base: top, height: unit * 0.03, steps: 3 })}" fill="url(#ground)"/>`
  const patches = Array.from(
    { length: 5 },
    () =>
      `<ellipse cx="${px(random() * size.width)}" cy="${px(top + (size.height - top) * (0.25 + random() * 0.7))}" rx="${px(unit * (0.1 + random() * 0.18))}" ry="${px(unit * 0.022)}" fill="${mixColors(near, isWinter ? '#ffffff' : '#f4ffb0', 0.25)}" opacity=".35"/>`,
  ).join('')
  return [...hills, fullLayer(stage, { name: 'ground', kind: 'ground', depth: 0.7, svg: bank + patches + blades })]
}

/** Paints a meadow with scattered trees and flowers. */
export function paintMeadow(stage: Stage): SceneLayer[] {
  const flowers =
    stage.season === 'winter'
      ? []
      : stage.season === 'autumn'
        ? ['brown-mushroom', 'fallen-leaf']
        : ['blossom', 'tulip', 'white-flower', 'hibiscus']
  return [
    ...paintGround(stage),
    ...paintTrees(stage, [{ depth: 0.86, count: 13, height: 0.1 }], 0.35),
    ...(flowers.length > 0 ? scatter(stage, flowers, { count: 11, height: 0.05 }) : []),
  ]
}

/** Paints a forest: four rows of trees, the last one close. */
export function paintForest(stage: Stage): SceneLayer[] {
  const mushrooms =
    stage.season === 'winter' ? [] : scatter(stage, ['mushroom', 'herb', 'brown-mushroom'], { count: 7, height: 0.05 })
  return [
    ...paintGround(stage),
    ...paintTrees(
      stage,
      [
        { depth: 0.93, count: 24, height: 0.32 },
        { depth: 0.84, count: 15, height: 0.42 },
        { depth: 0.72, count: 9, height: 0.5 },
      ],
      0.62,
    ),
    // A tall tree on each side frames the view.
    ...paintTrees(stage, [{ depth: 0.45, count: 2, height: 0.72, at: [-0.02, 1.02] }], 0.6),
    ...mushrooms,
  ]
}

/** Paints three mountain ranges over a meadow. */
export function paintMountains(stage: Stage): SceneLayer[] {
  const ranges = [0.96, 0.92, 0.88].map((depth, index) => mountainRange(stage, depth, index))
  return [...ranges, ...paintGround(stage), ...paintTrees(stage, [{ depth: 0.83, count: 22, height: 0.1 }], 1)]
}

function mountainRange(stage: Stage, depth: number, index: number): SceneLayer {
  const { size, horizon, light, random } = stage
  const unit = Math.min(size.width, size.height)
  const base = horizon + unit * 0.06
  const peaks = 3 + index
  const color = mixColors(
    paint(stage, ['#7d90ae', '#667a98', '#566b80'][index] ?? '#667a98'),
    light.skyBottom,
    0.5 - index * 0.17,
  )
  let svg = ''
  for (let peak = 0; peak < peaks; peak++) {
    const x = ((peak + 0.2 + random() * 0.6) / peaks) * size.width
    const tall = unit * (0.4 - index * 0.1) * (0.7 + random() * 0.5)
    const half = tall * (0.8 + random() * 0.35)
    const top = base - tall
    const bend = x + half * 0.12
    svg += `<path d="M${px(x - half)} ${px(base)}L${px(x)} ${px(top)}L${px(x + half)} ${px(base)}Z" fill="${color}"/><path d="M${px(x)} ${px(top)}L${px(bend)} ${px(top + tall * 0.45)}L${px(x + half * 0.02)} ${px(base)}H${px(x + half)}Z" fill="${mixColors(color, '#1b2440', 0.22)}"/>`
    if (index < 2 || stage.season === 'winter') {
      const snow = mixColors(paint(stage, '#ffffff'), light.skyBottom, 0.12)
      const edge = (share: number) => [x + half * share, top + tall * Math.abs(share)] as const
      const [lx, ly] = edge(-0.3)
      const [rx, ry] = edge(0.3)
      svg += `<path d="M${px(x)} ${px(top)}L${px(lx)} ${px(ly)}L${px(x - half * 0.15)} ${px(ly - tall * 0.07)}L${px(x - half * 0.04)} ${px(ly + tall * 0.05)}L${px(x + half * 0.1)} ${px(ly - tall * 0.06)}L${px(rx)} ${px(ry)}Z" fill="${snow}"/>`
    }
  }
  return fullLayer(stage, { name: `mountains ${index + 1}`, kind: 'backdrop', depth, svg })
}

/** Paints dunes with cacti. `isMars` makes the scene red and bare. */
export function paintDesert(stage: Stage, isMars = false): SceneLayer[] {
  const { horizon, light, size } = stage
  const unit = Math.min(size.width, size.height)
  const [far, near] = isMars ? ['#c9764d', '#8f3f26'] : ['#f3d79a', '#d59a4e']
  const dunes = [0.9, 0.8, 0.7].map((depth, index) => {
    const color = mixColors(paint(stage, mixColors(far, near, index * 0.35)), light.skyBottom, 0.3 - index * 0.12)
    const id = `dune${index}`
    return fullLayer(stage, {
      name: `dunes ${index + 1}`,
      kind: index === 2 ? 'ground' : 'backdrop',
      depth,
      svg: `<linearGradient id="${id}" x1="0" y1="0" x2=".3" y2="1"><stop offset="0" stop-color="${mixColors(color, '#fff4d0', 0.25)}"/><stop offset="1" stop-color="${mixColors(color, '#5a2c10', 0.18)}"/></linearGradient><path d="${ridge(stage, { base: horizon + unit * 0.07 * index, height: unit * 0.1, steps: 3 })}" fill="url(#${id})"/>`,
    })
  })
  return [
    ...dunes,
    ...scatter(stage, isMars ? ['rock'] : ['cactus', 'rock', 'cactus'], { count: isMars ? 7 : 6, height: 0.1 }),
  ]
}

/** Paints a smooth floor and wall of one color, for an object without a setting. */
export function paintPlain(stage: Stage, color: string): SceneLayer[] {
  const { horizon, size, random } = stage
  const unit = Math.min(size.width, size.height)
  const rings = Array.from(
    { length: 4 },
    (_, index) =>
      `<circle cx="${px(size.width * (0.4 + random() * 0.2))}" cy="${px(horizon * 0.72)}" r="${px(unit * (0.46 - index * 0.09))}" fill="#fff" opacity=".1"/>`,
  ).join('')
  return [
    fullLayer(stage, {
      name: 'wall',
      kind: 'sky',
      depth: 1,
      svg:
        shadedBand(stage, 'wall', {
          top: 0,
          colors: [mixColors(color, '#ffffff', 0.55), mixColors(color, '#ffffff', 0.3)],
        }) + rings,
    }),
    fullLayer(stage, {
      name: 'floor',
      kind: 'ground',
      depth: 0.7,
      svg: shadedBand(stage, 'floor', {
        top: horizon,
        colors: [mixColors(color, '#ffffff', 0.12), mixColors(color, '#1c2340', 0.12)],
      }),
    }),
  ]
}
