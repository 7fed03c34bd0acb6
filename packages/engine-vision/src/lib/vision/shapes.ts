/** Shapes of color regions by name, the best first; without any, all but scattered ones. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  circle: ['circle'],
  ball: ['circle'],
  disc: ['circle'],
  dot: ['circle'],
  square: ['rectangle'],
  rectangle: ['rectangle'],
  box: ['rectangle', 'pieces', 'shape'],
  triangle: ['triangle'],
  region: [],
  area: [],
  shape: [],
  thing: [],
  object: [],
}

/** Returns the shapes of color regions that a noun names; undefined if it names none. */
export function shapesFor(noun: string): readonly string[] | undefined {
  const shape = noun.replace(/s$/, '')
  return Object.hasOwn(shapes, shape) ? shapes[shape] : undefined
}

/** Returns whether a noun names a plain shape. */
export function isShape(noun: string): boolean {
  return shapesFor(noun) !== undefined
}
