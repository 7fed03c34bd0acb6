import { fullLayer, paint, px, type Stage, shadedBand } from '../canvas.ts'
import { mixColors } from '../color.ts'
import type { SceneLayer } from '../scene.ts'
import { stars } from '../sky.ts'

/** Paints a street in front of two rows of houses. Windows are lit in the dark. */
export function paintCity(stage: Stage): SceneLayer[] {
  const { size, horizon } = stage
  const unit = Math.min(size.width, size.height)
  const roadTop = horizon + (size.height - horizon) * 0.3
  const dashes = Array.from(
    { length: 8 },
    (_, index) =>
      `<rect x="${px((index * size.width) / 7)}" y="${px(roadTop + (size.height - roadTop) * 0.48)}" width="${px(size.width * 0.07)}" height="${px(unit * 0.011)}" rx="2" fill="${paint(stage, '#f3e7b2')}" opacity=".8"/>`,
  ).join('')
  const street = `${shadedBand(stage, 'pavement', { top: horizon, colors: [paint(stage, '#b9b6ae'), paint(stage, '#d0ccc2')] })}${shadedBand(stage, 'road', { top: roadTop, colors: [paint(stage, '#5b6069'), paint(stage, '#474b54')] })}<rect x="0" y="${px(roadTop - unit * 0.008)}" width="${size.width}" height="${px(unit * 0.012)}" fill="${paint(stage, '#e2ded3')}"/>${dashes}`
  return [
    skyline(stage, { depth: 0.95, height: 0.5, count: 15 }),
    skyline(stage, { depth: 0.88, height: 0.34, count: 9 }),
    fullLayer(stage, { name: 'street', kind: 'ground', depth: 0.7, svg: street }),
  ]
}

/** Distance, height and number of the houses of a skyline. */
interface Skyline {
  readonly depth: number
  readonly height: number
  readonly count: number
}

function skyline(stage: Stage, { depth, height, count }: Skyline): SceneLayer {
  const { size, horizon, light, timeOfDay, random } = stage
  const unit = Math.min(size.width, size.height)
  const colors = ['#7f93ad', '#c98f72', '#d8b98a', '#8fa58f', '#a6869b', '#6f84a5']
  const isFar = depth > 0.9
  const isDark = timeOfDay === 'night' || timeOfDay === 'dusk'
  let svg = ''
  let x = -unit * 0.03
  for (let index = 0; x < size.width; index++) {
    const width = (size.width / count) * (0.8 + random() * 0.5)
    const tall = unit * height * (0.55 + random() * 0.6)
    const baseColor = isFar ? '#8296b5' : (colors[Math.floor(random() * colors.length)] ?? '#7f93ad')
    const color = mixColors(paint(stage, baseColor), light.skyBottom, isFar ? 0.45 : 0.08)
    const top = horizon + unit * 0.01 - tall
    svg += `<rect x="${px(x)}" y="${px(top)}" width="${px(width + 1)}" height="${px(tall + 4)}" fill="${color}"/><rect x="${px(x + width * 0.72)}" y="${px(top)}" width="${px(width * 0.28 + 1)}" height="${px(tall + 4)}" fill="#10182c" opacity=".13"/>`
    if (index % 3 === 1)
      svg += `<path d="M${px(x)} ${px(top)}l${px(width / 2)} ${px(-unit * 0.035)}l${px(width / 2)} ${px(unit * 0.035)}z" fill="${mixColors(color, '#402018', 0.3)}"/>`
    svg += windows(random, { x, top, width, tall, unit }, { isFar, isDark })
    x += width + (isFar ? 0 : unit * 0.006)
  }
  return fullLayer(stage, { name: isFar ? 'skyline' : 'houses', kind: 'backdrop', depth, svg })
}

function windows(
  random: () => number,
  house: { x: number; top: number; width: number; tall: number; unit: number },
  { isFar, isDark }: { isFar: boolean; isDark: boolean },
): string {
  const cell = house.unit * (isFar ? 0.026 : 0.042)
  const columns = Math.max(1, Math.floor((house.width * 0.86) / cell))
  const rows = Math.max(1, Math.floor((house.tall * 0.9) / (cell * 1.25)))
  let svg = ''
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const isLit = random() < (isDark ? 0.55 : 0.1)
      const fill = isLit ? '#ffd97a' : isDark ? '#1c2745' : '#dcecf5'
      svg += `<rect x="${px(house.x + house.width * 0.08 + (column + 0.2) * ((house.width * 0.86) / columns))}" y="${px(house.top + cell * (0.5 + row * 1.25))}" width="${px(cell * 0.55)}" height="${px(cell * 0.75)}" fill="${fill}" opacity="${isFar ? 0.55 : 0.9}"/>`
    }
  return svg
}

/** Paints a room: wallpaper, a window with the time of day in it, a image, a shelf, a wooden floor and a rug. */
export function paintRoom(stage: Stage): SceneLayer[] {
  const { size, horizon, light, random } = stage
  const unit = Math.min(size.width, size.height)
  const warm =
    stage.timeOfDay === 'night' ? { ...stage, light: { ...light, tint: [0.82, 0.72, 0.68] as const } } : stage
  const wallColor = paint(
    warm,
    ['#e9c9a6', '#b9d3c2', '#c3cfe6', '#ecc7c3', '#e3d8a8'][Math.floor(random() * 5)] ?? '#e9c9a6',
  )
  const stripes = Array.from(
    { length: 14 },
    (_, index) =>
      `<rect x="${px((index * size.width) / 13)}" y="0" width="${px(size.width / 34)}" height="${px(horizon)}" fill="#fff" opacity=".13"/>`,
  ).join('')
  const [wx, wy, ww, wh] = [size.width * 0.08, horizon * 0.14, unit * 0.32, Math.min(unit * 0.4, horizon * 0.62)]
  const frame = paint(warm, '#fbf6ec')
  const pane = `<linearGradient id="pane" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.skyTop}"/><stop offset="1" stop-color="${light.skyBottom}"/></linearGradient><rect x="${px(wx)}" y="${px(wy)}" width="${px(ww)}" height="${px(wh)}" fill="url(#pane)" stroke="${frame}" stroke-width="${px(unit * 0.02)}"/><path d="M${px(wx + ww / 2)} ${px(wy)}v${px(wh)}M${px(wx)} ${px(wy + wh / 2)}h${px(ww)}" stroke="${frame}" stroke-width="${px(unit * 0.012)}"/><rect x="${px(wx - unit * 0.025)}" y="${px(wy + wh)}" width="${px(ww + unit * 0.05)}" height="${px(unit * 0.024)}" fill="${frame}"/>`
  const curtain = paint(warm, '#b8524a')
  const drapes = `<path d="M${px(wx - unit * 0.03)} ${px(wy - unit * 0.03)}h${px(unit * 0.11)}q${px(-unit * 0.02)} ${px(wh * 0.6)} ${px(-unit * 0.08)} ${px(wh * 1.02)}h${px(-unit * 0.03)}zM${px(wx + ww + unit * 0.03)} ${px(wy - unit * 0.03)}h${px(-unit * 0.11)}q${px(unit * 0.02)} ${px(wh * 0.6)} ${px(unit * 0.08)} ${px(wh * 1.02)}h${px(unit * 0.03)}z" fill="${curtain}"/>`
  const px0 = size.width * 0.64
  const art = `<rect x="${px(px0)}" y="${px(horizon * 0.2)}" width="${px(unit * 0.22)}" height="${px(unit * 0.16)}" fill="${paint(warm, '#8fb7cf')}" stroke="${paint(warm, '#8a5b34')}" stroke-width="${px(unit * 0.014)}"/><path d="M${px(px0)} ${px(horizon * 0.2 + unit * 0.16)}l${px(unit * 0.08)} ${px(-unit * 0.1)}l${px(unit * 0.06)} ${px(unit * 0.06)}l${px(unit * 0.03)} ${px(-unit * 0.03)}l${px(unit * 0.05)} ${px(unit * 0.07)}z" fill="${paint(warm, '#5d8a5a')}"/>`
  const boards = Array.from(
    { length: 9 },
    (_, index) =>
      `<path d="M${px(size.width * (index / 8 - 0.0))} ${px(horizon)}L${px(size.width * (0.5 + (index / 8 - 0.5) * 2))} ${size.height}" stroke="#5a3820" stroke-opacity=".3" stroke-width="${px(unit * 0.003)}"/>`,
  ).join('')
  const rug = `<ellipse cx="${px(size.width / 2)}" cy="${px(horizon + (size.height - horizon) * 0.6)}" rx="${px(size.width * 0.36)}" ry="${px((size.height - horizon) * 0.3)}" fill="${paint(warm, '#a34a54')}"/><ellipse cx="${px(size.width / 2)}" cy="${px(horizon + (size.height - horizon) * 0.6)}" rx="${px(size.width * 0.31)}" ry="${px((size.height - horizon) * 0.25)}" fill="none" stroke="${paint(warm, '#efcf9c')}" stroke-width="${px(unit * 0.008)}"/>`
  return [
    fullLayer(stage, {
      name: 'wall',
      kind: 'sky',
      depth: 1,
      svg: shadedBand(stage, 'wall', { top: 0, colors: [wallColor, mixColors(wallColor, '#ffffff', 0.2)] }) + stripes,
    }),
    fullLayer(stage, { name: 'window', kind: 'backdrop', depth: 0.95, svg: pane + drapes + art }),
    fullLayer(stage, {
      name: 'floor',
      kind: 'ground',
      depth: 0.7,
      svg: `${shadedBand(stage, 'floor', { top: horizon, colors: [paint(warm, '#a8703f'), paint(warm, '#c98f58')] })}${boards}<rect x="0" y="${px(horizon - unit * 0.025)}" width="${size.width}" height="${px(unit * 0.03)}" fill="${frame}"/>${rug}`,
    }),
  ]
}

/** Paints space: stars, nebulae and planets. With `hasGround`, the view is from the moon. */
export function paintSpace(stage: Stage, hasGround: boolean): SceneLayer[] {
  const { size, random, horizon } = stage
  const unit = Math.min(size.width, size.height)
  const nebula = ['#7b3fd0', '#2a6fd6', '#d0418f', '#1fa6a6']
    .map(
      (color, index) =>
        `<radialGradient id="nebula${index}"><stop offset="0" stop-color="${color}" stop-opacity=".55"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient><ellipse cx="${px(random() * size.width)}" cy="${px(random() * size.height)}" rx="${px(unit * (0.3 + random() * 0.3))}" ry="${px(unit * (0.2 + random() * 0.2))}" fill="url(#nebula${index})"/>`,
    )
    .join('')
  const planet = (x: number, y: number, radius: number, [bright, dark]: readonly [string, string], id: string) =>
    `<radialGradient id="${id}" cx=".35" cy=".32" r=".75"><stop offset="0" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></radialGradient><circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" fill="url(#${id})"/>`
  const layers = [
    fullLayer(stage, {
      name: 'space',
      kind: 'sky',
      depth: 1,
      svg: `${shadedBand(stage, 'space', { top: 0, colors: ['#070722', '#140f3a', '#1c1040'] })}${nebula}${stars({ ...stage, size: { width: size.width, height: size.height * 1.4 } }, 320)}`,
    }),
    fullLayer(stage, {
      name: 'planets',
      kind: 'celestial',
      depth: 0.98,
      svg:
        planet(size.width * 0.84, size.height * 0.2, unit * 0.11, ['#ffcf8a', '#8b3f2a'], 'planet1') +
        planet(size.width * 0.12, size.height * 0.66, unit * 0.05, ['#a9e4ff', '#27589c'], 'planet2'),
    }),
  ]
  if (!hasGround) return layers
  const craters = Array.from({ length: 14 }, () => {
    const near = random()
    const [x, y, r] = [
      random() * size.width,
      horizon + unit * 0.05 + (size.height - horizon) * near,
      unit * (0.02 + 0.06 * near),
    ]
    return `<ellipse cx="${px(x)}" cy="${px(y)}" rx="${px(r)}" ry="${px(r * 0.3)}" fill="#7f8491"/><ellipse cx="${px(x)}" cy="${px(y + r * 0.06)}" rx="${px(r * 0.85)}" ry="${px(r * 0.22)}" fill="#989dab"/>`
  }).join('')
  return [
    ...layers,
    fullLayer(stage, {
      name: 'moon ground',
      kind: 'ground',
      depth: 0.7,
      svg: shadedBand(stage, 'moonground', { top: horizon, colors: ['#c3c7d2', '#8d92a0'] }) + craters,
    }),
  ]
}
