/** Peak signal-to-noise ratio of two images of the same layout, in decibels: above 30 they look the same. */
export function psnr(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let squares = 0
  for (let index = 0; index < first.length; index++) squares += ((first[index] ?? 0) - (second[index] ?? 0)) ** 2
  return 10 * Math.log10(255 ** 2 / (squares / first.length))
}

/** Mean difference of two images of the same layout, from 0 to 255. */
export function difference(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < first.length; index++) sum += Math.abs((first[index] ?? 0) - (second[index] ?? 0))
  return sum / first.length
}

/** Mean brightness of RGBA pixels, from 0 to 255. */
export function brightness(rgba: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < rgba.length; index++) sum += index % 4 === 3 ? 0 : (rgba[index] ?? 0)
  return sum / (rgba.length * 0.75)
}
