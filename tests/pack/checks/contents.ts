import type { Packed } from '../lib/pack.ts'

const required = ['LICENSE', 'README.md', 'package.json']
const testFile = /\.(test|test-d|bench|test-support)\.[cm]?[jt]sx?(\.map)?$|\.tsbuildinfo$|(^|\/)(__\w+__|fixtures)\//

/** Problems of what is in the tarball: something missing, or something that users have no use for. */
export function checkContents({ files }: Packed): string[] {
  const missing = required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`)
  const foreign = files.filter((file) => !/^(dist|src)\//.test(file) && !/^(required|CHANGELOG\.md)$/.test(file))
  return [
    ...missing,
    ...foreign.filter((file) => !required.includes(file)).map((file) => `${file} is neither in dist/ nor in src/`),
    ...files.filter((file) => testFile.test(file)).map((file) => `${file} belongs to the tests`),
    ...['dist/', 'src/'].filter((place) => !files.some((file) => file.startsWith(place))).map((place) => `${place} is empty`),
  ]
}
