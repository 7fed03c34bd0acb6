import { fullLayer, px, type Stage } from './canvas.ts'
import type { SceneLayer } from './scene.ts'

/** Paints precipitation and other weather in front of the objects. */
export function paintWeather(stage: Stage): SceneLayer[] {
  const { size, weather, light, random } = stage
  const unit = Math.min(size.width, size.height)
  const layer = (svg: string): SceneLayer[] => [fullLayer(stage, { name: weather, kind: 'weather', depth: 0.01, svg })]
  if (weather === 'snow') {
    const flakes = Array.from(
      { length: 190 },
      () =>
        `<circle cx="${px(random() * size.width)}" cy="${px(random() * size.height)}" r="${px(unit * (0.0015 + random() ** 3 * 0.008))}" fill="#fff" opacity="${(0.5 + random() * 0.45).toFixed(2)}"/>`,
    )
    return layer(flakes.join(''))
  }
  if (weather === 'rain' || weather === 'storm') {
    const drops = Array.from(
      { length: 210 },
      () =>
        `M${px(random() * size.width * 1.1)} ${px(random() * size.height)}l${px(-unit * 0.008)} ${px(unit * (0.02 + random() * 0.025))}`,
    )
    const bolt = weather === 'storm' ? lightning(stage) : ''
    return layer(
      `${bolt}<path d="${drops.join('')}" stroke="#e3effa" stroke-opacity=".55" stroke-width="${px(unit * 0.0022)}" stroke-linecap="round"/>`,
    )
  }
  if (weather === 'fog') {
    const banks = [0.45, 0.62, 0.8].map(
      (share, index) =>
        `<linearGradient id="fog${index}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.skyBottom}" stop-opacity="0"/><stop offset=".5" stop-color="${light.skyBottom}" stop-opacity=".55"/><stop offset="1" stop-color="${light.skyBottom}" stop-opacity="0"/></linearGradient><rect y="${px(size.height * (share - 0.2))}" width="${size.width}" height="${px(size.height * 0.4)}" fill="url(#fog${index})"/>`,
    )
    return layer(banks.join(''))
  }
  return []
}

function lightning({ size, horizon, random }: Stage): string {
  const unit = Math.min(size.width, size.height)
  let x = size.width * (0.2 + random() * 0.6)
  let path = `M${px(x)} 0`
  for (let step = 1; step <= 6; step++) {
    x += (random() - 0.5) * unit * 0.14
    path += `L${px(x)} ${px((horizon * step) / 6)}`
  }
  return `<path d="${path}" stroke="#fffbe0" stroke-opacity=".35" stroke-width="${px(unit * 0.02)}" fill="none"/><path d="${path}" stroke="#fffde8" stroke-width="${px(unit * 0.006)}" fill="none"/>`
}
