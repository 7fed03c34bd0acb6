// What pnpm does otherwise than usual: https://pnpm.io/pnpmfile

/** The condition under which this workspace resolves its packages to their TypeScript. */
const sourceCondition = '@mira/source'

/** Leaves out of a published manifest what leads to the sources, which stay here (docs/decisions/0016). */
const beforePacking = (manifest) => JSON.parse(JSON.stringify(manifest, withoutSources))

const withoutSources = (key, value) => (key === sourceCondition ? undefined : value)

export const hooks = { beforePacking }
