import { fullLayer, paint, px, ridge, type Stage, shadedBand } from '../canvas.ts'
import { mixColors } from '../color.ts'
import { paintTrees, scatter } from '../plants.ts'
import type { SceneLayer } from '../scene.ts'

/** Paints open water with waves and the reflection of the light. */
export function paintSea(stage: Stage): SceneLayer[] {
  const { light, horizon } = stage
  const far = mixColors(paint(stage, '#5fb2d6'), light.skyBottom, 0.45)
  const near = paint(stage, '#155a8c')
  return [
    fullLayer(stage, {
      name: 'sea',
      kind: 'ground',
      depth: 0.75,
      svg:
        shadedBand(stage, 'sea', { top: horizon, colors: [far, mixColors(far, near, 0.6), near] }) + glints(stage, 90),
    }),
    ...waves(stage, near),
  ]
}

function glints({ size, horizon, light, random }: Stage, count: number): string {
  let svg = ''
  for (let index = 0; index < count; index++) {
    const nearness = random()
    const width = size.width * (0.01 + 0.06 * nearness)
    svg += `<path d="M${px(random() * size.width)} ${px(horizon + 3 + (size.height - horizon) * nearness ** 1.4)}q${px(width / 2)} ${px(-width * 0.09)} ${px(width)} 0" stroke="${light.skyBottom}" stroke-width="${px(0.8 + nearness * 2.4)}" stroke-linecap="round" fill="none" opacity="${(0.2 + random() * 0.4).toFixed(2)}"/>`
  }
  return svg
}

function waves(stage: Stage, near: string): SceneLayer[] {
  const { size, horizon, light } = stage
  const unit = Math.min(size.width, size.height)
  return [0.55, 0.3, 0.08].map((depth, index) =>
    fullLayer(stage, {
      name: `waves ${index + 1}`,
      kind: 'prop',
      depth,
      svg: `<path d="${ridge(stage, { base: horizon + (size.height - horizon) * (1 - depth) + unit * 0.03, height: unit * 0.035, steps: 9 - index * 2 })}" fill="${mixColors(near, light.skyMiddle, 0.22 - index * 0.08)}" stroke="${mixColors(light.skyBottom, '#ffffff', 0.3)}" stroke-opacity=".45" stroke-width="${px(unit * 0.003)}" opacity=".8"/>`,
    }),
  )
}

/** Paints still water between a wooded far bank and a near bank. */
export function paintLake(stage: Stage): SceneLayer[] {
  const { size, horizon, light } = stage
  const unit = Math.min(size.width, size.height)
  const far = mixColors(paint(stage, '#79bcd2'), light.skyBottom, 0.4)
  const bank = `<path d="${ridge(stage, { base: horizon + unit * 0.012, height: unit * 0.05, steps: 4 })}" fill="${mixColors(paint(stage, '#5c9a4c'), light.skyBottom, 0.3)}"/>`
  const water = shadedBand(stage, 'lake', { top: horizon + unit * 0.015, colors: [far, paint(stage, '#2b7397')] })
  return [
    fullLayer(stage, { name: 'bank', kind: 'backdrop', depth: 0.92, svg: bank }),
    ...paintTrees(stage, [{ depth: 0.95, count: 24, height: 0.15 }], 0.6),
    fullLayer(stage, { name: 'lake', kind: 'ground', depth: 0.8, svg: water + glints(stage, 60) }),
    fullLayer(stage, {
      name: 'shore',
      kind: 'ground',
      depth: 0.35,
      svg: `<path d="${ridge(stage, { base: size.height * 0.87, height: unit * 0.05, steps: 3 })}" fill="${paint(stage, stage.season === 'winter' ? '#e6f0f7' : '#5a9a44')}"/>`,
    }),
  ]
}

/** Paints a sandy beach with a palm in front of the sea. */
export function paintBeach(stage: Stage): SceneLayer[] {
  const { size, horizon } = stage
  const unit = Math.min(size.width, size.height)
  const shore = horizon + (size.height - horizon) * 0.36
  const line = ridge(stage, { base: shore, height: unit * 0.04, steps: 3 })
  const sand = `<linearGradient id="sand" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${paint(stage, '#f7e3b4')}"/><stop offset="1" stop-color="${paint(stage, '#dcb675')}"/></linearGradient><path d="${line}" fill="url(#sand)" stroke="#ffffff" stroke-opacity=".75" stroke-width="${px(unit * 0.012)}"/>`
  const [sea] = paintSea(stage)
  return [
    ...(sea ? [sea] : []),
    fullLayer(stage, { name: 'sand', kind: 'ground', depth: 0.6, svg: sand }),
    ...scatter({ ...stage, horizon: shore + unit * 0.06 }, ['spiral-shell', 'coral', 'spiral-shell', 'rock'], {
      count: 7,
      height: 0.05,
    }),
    ...scatter({ ...stage, horizon: shore }, ['palm-tree'], { count: 2, height: 0.45 }),
  ]
}

/** Paints an underwater scene: rays of light, sand, coral and bubbles. */
export function paintUnderwater(stage: Stage): SceneLayer[] {
  const { size, random } = stage
  const unit = Math.min(size.width, size.height)
  const rays = Array.from({ length: 7 }, () => {
    const x = random() * size.width
    return `<path d="M${px(x)} 0l${px(unit * 0.09)} 0l${px(unit * 0.12)} ${px(size.height)}h${px(-unit * 0.3)}z" fill="#fff" opacity=".07"/>`
  }).join('')
  const bubbles = Array.from({ length: 34 }, () => {
    const [x, y, r] = [random() * size.width, random() * size.height * 0.9, unit * (0.003 + random() ** 3 * 0.016)]
    return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(r)}" fill="#fff" fill-opacity=".15" stroke="#fff" stroke-opacity=".6" stroke-width="${px(Math.max(0.7, r * 0.12))}"/>`
  }).join('')
  const floor = `<path d="${ridge(stage, { base: size.height * 0.86, height: unit * 0.05, steps: 3 })}" fill="${paint(stage, '#d9c894')}"/>`
  return [
    fullLayer(stage, {
      name: 'water',
      kind: 'sky',
      depth: 1,
      svg:
        shadedBand(stage, 'deep', {
          top: 0,
          colors: [paint(stage, '#6fd6e8'), paint(stage, '#1f86bd'), paint(stage, '#0b3f74')],
        }) + rays,
    }),
    fullLayer(stage, { name: 'sea floor', kind: 'ground', depth: 0.7, svg: floor }),
    ...scatter({ ...stage, horizon: size.height * 0.82 }, ['coral', 'spiral-shell', 'coral', 'rock', 'herb'], {
      count: 10,
      height: 0.11,
    }),
    fullLayer(stage, { name: 'bubbles', kind: 'weather', depth: 0.02, svg: bubbles }),
  ]
}
