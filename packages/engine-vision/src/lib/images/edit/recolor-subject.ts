import type { Pixels } from '../../pixels/pixels.ts'
import { fromHsl, hueDistance, type Rgb, toHsl } from '../scene/color.ts'
import { findSubject } from '../segmentation/find-subject.ts'

/** Maximum hue difference, in degrees, to count as the subject's main color. */
const hueWidth = 40

/** Changes the main color of the subject. Its other colors and everything outside it are unchanged. */
export async function recolorSubject(image: Pixels, target: Rgb): Promise<Pixels> {
  const { width, height } = image
  const mask = await findSubject(image)
  const main = mainHue(image, mask)
  const [hue, saturation, goal] = toHsl(target)
  const isGray = saturation < 0.12
  const data = new Uint8Array(image.data)
  for (let at = 0; at < mask.length; at++) {
    const share = (mask[at] ?? 0) / 255
    if (share === 0) continue
    const pixel: Rgb = [data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0]
    const [pixelHue, pixelSaturation, lightness] = toHsl(pixel)
    if (main !== undefined && (pixelSaturation < 0.15 || hueDistance(pixelHue, main) > hueWidth)) continue
    const changed = fromHsl([
      hue,
      isGray ? saturation : Math.max(pixelSaturation * 0.85, saturation * 0.7),
      isGray ? lightness * 0.5 + goal * 0.5 : lightness * 0.75 + goal * 0.25,
    ])
    for (let part = 0; part < 3; part++)
      data[at * 4 + part] = Math.round((pixel[part] ?? 0) * (1 - share) + (changed[part] ?? 0) * share)
  }
  return { width, height, data }
}

/** Returns the predominant hue of the subject; undefined if it is entirely gray. */
function mainHue({ data }: Pixels, mask: Uint8Array): number | undefined {
  const counts = new Float64Array(36)
  let colored = 0
  let all = 0
  for (let at = 0; at < mask.length; at++) {
    if ((mask[at] ?? 0) < 128) continue
    all++
    const [hue, saturation, lightness] = toHsl([data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0])
    if (saturation < 0.15 || lightness < 0.08) continue
    colored++
    const bin = Math.floor(hue / 10) % 36
    counts[bin] = (counts[bin] ?? 0) + saturation
  }
  if (colored < all * 0.15) return undefined
  return counts.indexOf(Math.max(...counts)) * 10 + 5
}
