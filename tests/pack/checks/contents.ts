import type { Packed } from '../lib/pack.ts'

const required = ['LICENSE', 'README.md', 'package.json']
const allowed = [...required, 'CHANGELOG.md']
const testFile = /\.(test|bench)[\w-]*\.|\.tsbuildinfo$/

/** Problems of what is in the tarball: something missing, or something that users have no use for. */
export function checkContents({ files }: Packed): string[] {
  const folders = ['dist', 'src']
  return [
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...folders
      .filter((folder) => !files.some((file) => file.startsWith(`${folder}/`)))
      .map((name) => `${name}/ is empty`),
    ...files
      .filter((file) => !allowed.includes(file) && !folders.some((folder) => file.startsWith(`${folder}/`)))
      .map((file) => `${file} is neither in dist/ nor in src/`),
    ...files.filter((file) => testFile.test(file)).map((file) => `${file} belongs to the tests`),
  ]
}
