import { fullLayer, px, type Stage, shadedBand } from './canvas.ts'
import { mixColors } from './color.ts'
import type { SceneLayer } from './scene.ts'

/** Paints sky, sun or moon, stars and clouds. */
export function paintSky(stage: Stage): SceneLayer[] {
  const { light, timeOfDay, weather } = stage
  const layers = [
    fullLayer(stage, {
      name: 'sky',
      kind: 'sky',
      depth: 1,
      svg: shadedBand(stage, 'sky', {
        top: 0,
        colors: [
          light.skyTop,
          mixColors(light.skyTop, light.skyMiddle, 0.6),
          light.skyMiddle,
          light.skyBottom,
          light.skyBottom,
        ],
      }),
    }),
  ]
  if (timeOfDay === 'night' && weather !== 'storm' && weather !== 'fog')
    layers.push(fullLayer(stage, { name: 'stars', kind: 'celestial', depth: 1, svg: stars(stage, 170) }))
  if (weather !== 'rain' && weather !== 'storm' && weather !== 'fog') layers.push(sunOrMoon(stage))
  const clouds = { clear: 4, snow: 6, fog: 3, cloudy: 9, rain: 10, storm: 12 }[weather]
  layers.push(fullLayer(stage, { name: 'clouds', kind: 'clouds', depth: 0.97, svg: cloudBank(stage, clouds) }))
  return layers
}

/** Draws stars, a few of them with rays. */
export function stars({ size, random }: Stage, count: number): string {
  const unit = Math.min(size.width, size.height) / 1024
  let svg = ''
  for (let index = 0; index < count; index++) {
    const [x, y] = [random() * size.width, random() ** 1.3 * size.height * 0.7]
    const radius = (0.7 + random() ** 4 * 3.2) * unit
    svg += `<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" fill="#fff" opacity="${(0.35 + random() * 0.6).toFixed(2)}"/>`
    if (radius > 2.6 * unit)
      svg += `<path d="M${px(x - 8 * unit)} ${px(y)}h${px(16 * unit)}M${px(x)} ${px(y - 8 * unit)}v${px(16 * unit)}" stroke="#fff" stroke-width="${px(unit)}" opacity=".6"/>`
  }
  return svg
}

function sunOrMoon(stage: Stage): SceneLayer {
  const { size, horizon, timeOfDay, random } = stage
  const unit = Math.min(size.width, size.height)
  const isNight = timeOfDay === 'night'
  const isLow = timeOfDay === 'dusk' || timeOfDay === 'dawn'
  const radius = unit * (isLow ? 0.085 : isNight ? 0.06 : 0.055)
  const x = size.width * (random() < 0.5 ? 0.16 + random() * 0.14 : 0.7 + random() * 0.14)
  // The moon is placed high, so that trees or houses do not hide it.
  const share = isNight ? 0.11 + random() * 0.07 : 0.2 + random() * 0.16
  const y = isLow ? horizon - radius * (0.5 + random()) : horizon * share
  const color = isNight ? '#f7f1d5' : timeOfDay === 'dusk' ? '#ffd98a' : timeOfDay === 'dawn' ? '#fff0c2' : '#fff6cf'
  const glow = radius * 4.2
  const craters = isNight
    ? `<g fill="#d9d0a8" opacity=".7"><circle cx="${px(x - radius * 0.3)}" cy="${px(y - radius * 0.25)}" r="${px(radius * 0.2)}"/><circle cx="${px(x + radius * 0.35)}" cy="${px(y + radius * 0.2)}" r="${px(radius * 0.27)}"/><circle cx="${px(x - radius * 0.1)}" cy="${px(y + radius * 0.5)}" r="${px(radius * 0.13)}"/></g>`
    : ''
  return {
    name: isNight ? 'moon' : 'sun',
    kind: 'celestial',
    depth: 0.99,
    box: { x: x - glow, y: y - glow, width: glow * 2, height: glow * 2 },
    svg: `<radialGradient id="glow"><stop offset="0" stop-color="${color}" stop-opacity=".85"/><stop offset=".25" stop-color="${color}" stop-opacity=".45"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient><circle cx="${px(x)}" cy="${px(y)}" r="${px(glow)}" fill="url(#glow)"/><circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" fill="${color}"/>${craters}`,
  }
}

function cloudBank(stage: Stage, count: number): string {
  const { size, horizon, light, random } = stage
  let svg = `<linearGradient id="cloud" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.cloud}"/><stop offset="1" stop-color="${mixColors(light.cloud, light.skyMiddle, 0.55)}"/></linearGradient>`
  for (let index = 0; index < count; index++) {
    const distance = random()
    const width = size.width * (0.13 + 0.2 * (1 - distance))
    svg += cloud({ x: random() * size.width * 1.1 - width * 0.5, y: horizon * (0.08 + 0.66 * distance), width }, random)
  }
  return svg
}

/** Left end and width of the base of a cloud. */
interface CloudBase {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Draws a cloud: a flat base and four or five domes. */
function cloud({ x, y, width }: CloudBase, random: () => number): string {
  const height = width * 0.28
  const domes = 4 + Math.floor(random() * 2)
  let path = `M${px(x)} ${px(y + height)}`
  for (let index = 0; index < domes; index++) {
    const step = width / domes
    const rise = height * (0.5 + Math.sin(((index + 0.5) / domes) * Math.PI) * (0.6 + random() * 0.5))
    path += `c${px(-step * 0.12)} ${px(-rise)} ${px(step * 1.12)} ${px(-rise)} ${px(step)} 0`
  }
  return `<path d="${path}q${px(height * 0.3)} ${px(height * 0.3)} ${px(-height * 0.2)} ${px(height * 0.3)}H${px(x + height * 0.2)}q${px(-height * 0.5)} 0 ${px(-height * 0.2)} ${px(-height * 0.3)}Z" fill="url(#cloud)" opacity=".9"/>`
}
