import { readFile } from 'node:fs/promises'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { problemKindInfo } from '@arethetypeswrong/core/problems'
import type { Packed } from '../lib/pack.ts'

/**
 * Returns the problems that `attw` finds in the types of every entry, under every resolution. CommonJS reaches an ES
 * module by `require` from Node 20.19 on, the oldest supported, so that this is no problem.
 */
export async function checkTypes({ tarball }: Packed): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(await readFile(tarball)))
  if (!result.types) return ['contains no types']
  return result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM').map(describe)
}

/** Names the kind of a problem, then the entry or the files that it concerns. */
function describe({ kind, ...place }: Problem): string {
  return `${problemKindInfo[kind].shortDescription}: ${JSON.stringify(place)}`
}
