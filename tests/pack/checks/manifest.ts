import type { Packed } from '../lib/pack.ts'
import type { Manifest, Target } from '../lib/package.ts'

/** Returns the problems of a packed manifest: workspace ranges, and targets that are not in the tarball. */
export function checkManifest({ manifest, files }: Packed): string[] {
  const { name, exports = {}, imports = {}, bin = {} } = manifest
  const targets = new Set([exports, imports, bin].flatMap(pathsOf))
  return [
    ...(manifest.license === 'MIT' ? [] : [`license is ${manifest.license}, expected MIT`]),
    ...checkRanges({ ...manifest.dependencies, ...manifest.optionalDependencies }, isFoundation),
    ...checkRanges(manifest.peerDependencies ?? {}, () => true),
    ...checkOrigin(manifest),
    ...Object.values(bin)
      .filter((path) => path.startsWith('./'))
      .map((path) => `the program ${path} begins with "./", which npm removes with a warning`),
    ...['devDependencies', 'scripts'].filter((field) => field in manifest).map((field) => `${name} has ${field}`),
    ...[...targets]
      .filter((target) => !files.includes(target))
      .map((target) => `${target} is named in package.json and not in the tarball; is the package built?`),
  ]
}

/**
 * Packages are released independently: each must accept any compatible version of the others. What all packages of a
 * kind stand on grows without a break until 1.0, so that a feature of it is in their range (docs/decisions/0080).
 */
function checkRanges(ranges: Readonly<Record<string, string>>, isWide: (name: string) => boolean): string[] {
  return Object.entries(ranges).flatMap(([name, range]) => {
    if (/^(workspace|link|file|catalog):/.test(range)) return [`${name} is asked for as ${range}`]
    if (!name.startsWith('@mira/')) return []
    const [form, expected] = isWide(name)
      ? [/^>=\d+\.\d+\.\d+(-0)? <\d+\.0\.0$/, '>=x.y.z <x+1.0.0']
      : [/^\^\d+\.\d+\.\d+$/, '^x.y.z']
    return form.test(range) ? [] : [`${name} is asked for as ${range}, expected ${expected}`]
  })
}

/** Whether a package promises the packages on top of it to only grow. */
const isFoundation = (name: string): boolean => ['@mira/core', '@mira/engine'].includes(name)

/** Provenance is refused by the registry for a package that does not state the repository it is built from. */
function checkOrigin({ repository, homepage, bugs, publishConfig }: Manifest): string[] {
  const stated = [repository?.url, repository?.directory, homepage, bugs?.url].filter((field) => field !== undefined)
  const isProven = publishConfig?.provenance === true
  if (stated.length === (isProven ? 4 : 0)) return []
  return [`states ${stated.length} of 4 fields of its home, and provenance is ${isProven ? 'on' : 'off'}`]
}

const pathsOf = (target: Target): string[] => {
  if (target === null) return []
  return typeof target === 'string' ? [target.replace(/^\.\//, '')] : Object.values(target).flatMap(pathsOf)
}
