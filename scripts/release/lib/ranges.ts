/** Versions of the packages of this repository, by name. */
export type Versions = ReadonlyMap<string, string>

/** A dependency on one of the packages, as a line of a `package.json`. */
const dependency = /("(@mira\/[\w-]+)": ")([^"]*)(")/g

/**
 * Gives ranges that start below the first release, `>=0.0.0-0 <1.0.0`, the current version as their start. Changesets
 * leaves the ranges of peers alone while they match.
 */
export function raiseOpenRanges(text: string, versions: Versions): string {
  return text.replace(dependency, (whole, head: string, name: string, range: string, tail: string) => {
    const version = versions.get(name)
    return version === undefined ? whole : `${head}${range.replace('>=0.0.0-0 ', `>=${version} `)}${tail}`
  })
}

/** Gives the caret ranges of a program outside of the workspace the current versions. */
export function followVersions(text: string, versions: Versions): string {
  return text.replace(dependency, (whole, head: string, name: string, range: string, tail: string) => {
    const version = versions.get(name)
    return version === undefined || !/^\^\d/.test(range) ? whole : `${head}^${version}${tail}`
  })
}
