import type { Packed } from '../lib/pack.ts'

/** Problems of the packed manifest: ranges that only work in this workspace, targets that are not in the tarball. */
export function checkManifest({ manifest, files }: Packed): string[] {
  return [
    ...(manifest.license === 'MIT' ? [] : [`license is ${manifest.license}, expected MIT`]),
    ...checkRanges({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies }),
    ...targetsOf(manifest)
      .filter((target) => !files.includes(target))
      .map((target) => `${target} is named in package.json and not in the tarball; build the package first`),
  ]
}

/** Each package is released alone: it must take any compatible version of the others, and none from a workspace. */
function checkRanges(ranges: Readonly<Record<string, string>>): string[] {
  return Object.entries(ranges).flatMap(([name, range]) => {
    if (/^(workspace|link|file|catalog):/.test(range)) return [`${name} is asked for as ${range}`]
    const isOwn = name.startsWith('@mira/')
    return isOwn && !/^\^\d+\.\d+\.\d+$/.test(range) ? [`${name} is asked for as ${range}, expected ^x.y.z`] : []
  })
}

function targetsOf({ exports = {}, bin = {} }: Packed['manifest']): string[] {
  const targets = Object.values(exports).flatMap((files) => (typeof files === 'string' ? files : Object.values(files)))
  return [...targets, ...Object.values(bin)].map((target) => target.replace(/^\.\//, ''))
}
