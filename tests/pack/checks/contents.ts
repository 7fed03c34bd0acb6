import type { Packed } from '../lib/pack.ts'

const required = ['LICENSE', 'README.md', 'package.json']
const allowed = [...required, 'CHANGELOG.md', 'NOTICE.md']
const useless = /\.(test|bench)[\w-]*\.|\.map$|\.tsbuildinfo$/

/** Returns the problems of a tarball: missing files, and files that are useless to users. */
export function checkContents({ files }: Packed): string[] {
  const isBuilt = (file: string): boolean => file.startsWith('dist/')
  return [
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...(files.some(isBuilt) ? [] : ['dist/ is empty']),
    ...files.filter((file) => !allowed.includes(file) && !isBuilt(file)).map((file) => `${file} is not in dist/`),
    ...files.filter((file) => useless.test(file)).map((file) => `${file} is a test, a map or left by a build`),
  ]
}
