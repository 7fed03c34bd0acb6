import type { Packed } from '../lib/pack.ts'
import type { Target } from '../lib/package.ts'

/** Returns the problems of a packed manifest: workspace ranges, and targets that are not in the tarball. */
export function checkManifest({ manifest, files }: Packed): string[] {
  const { exports = {}, imports = {}, bin = {} } = manifest
  const targets = new Set([exports, imports, bin].flatMap(pathsOf))
  return [
    ...(manifest.license === 'MIT' ? [] : [`license is ${manifest.license}, expected MIT`]),
    ...checkRanges({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies }),
    ...[...targets]
      .filter((target) => !files.includes(target))
      .map((target) => `${target} is named in package.json and not in the tarball; is the package built?`),
  ]
}

/** Packages are released independently: each must accept any compatible version of the others. */
function checkRanges(ranges: Readonly<Record<string, string>>): string[] {
  return Object.entries(ranges).flatMap(([name, range]) => {
    if (/^(workspace|link|file|catalog):/.test(range)) return [`${name} is asked for as ${range}`]
    const isOwn = name.startsWith('@mira/')
    return isOwn && !/^\^\d+\.\d+\.\d+$/.test(range) ? [`${name} is asked for as ${range}, expected ^x.y.z`] : []
  })
}

const pathsOf = (target: Target): string[] => {
  if (target === null) return []
  return typeof target === 'string' ? [target.replace(/^\.\//, '')] : Object.values(target).flatMap(pathsOf)
}
