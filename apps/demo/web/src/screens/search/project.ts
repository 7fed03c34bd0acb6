/** Place on a map, from -1 to 1 in both directions. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** Iterations after which the direction of a component no longer changes visibly. */
const iterations = 100

/**
 * Projects vectors onto the plane in which they differ most: their first two principal components, in the same order.
 * Vectors that are alike have the same place.
 */
export function project(vectors: readonly Float32Array[]): readonly Place[] {
  // Products of all pairs: there are fewer vectors than dimensions.
  const products = centeredProducts(vectors)
  const first = strongestComponent(products)
  const second = strongestComponent(withoutComponent(products, first))
  const scale = Math.max(...first.map(Math.abs), ...second.map(Math.abs)) || 1
  return first.map((x, index) => ({ x: x / scale, y: second[index]! / scale }))
}

/** Returns the scalar products of the vectors' differences from their mean. */
function centeredProducts(vectors: readonly Float32Array[]): number[][] {
  const products = vectors.map((one) => vectors.map((other) => dot(one, other)))
  const means = products.map((row) => mean(row))
  const total = mean(means)
  return products.map((row, i) => row.map((product, j) => product - means[i]! - means[j]! + total))
}

/** Returns the coordinates along the direction with the greatest variance, by power iteration. */
function strongestComponent(products: readonly (readonly number[])[]): number[] {
  // Any start that is not at right angles to the result; the same one for the same texts.
  let direction = normalize(products.map((_, index) => Math.sin(index + 1)))
  for (let round = 0; round < iterations; round += 1) direction = normalize(multiply(products, direction))
  const variance = dot(direction, multiply(products, direction))
  return direction.map((value) => value * Math.sqrt(Math.max(0, variance)))
}

function withoutComponent(products: readonly (readonly number[])[], component: readonly number[]): number[][] {
  return products.map((row, i) => row.map((product, j) => product - component[i]! * component[j]!))
}

const multiply = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => dot(row, vector))

function normalize(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return length < 1e-12 ? vector.map(() => 0) : vector.map((value) => value / length)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Returns the scalar product of two vectors of one length. */
export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < one.length; index += 1) sum += one[index]! * other[index]!
  return sum
}
