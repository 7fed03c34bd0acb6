import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const document = readFileSync(new URL('docs/security.md', root), 'utf8')
const [, promises = ''] = document.split(/^## Promises$/m)
const rows = promises
  .split(/^## /m, 1)
  .join()
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:A hostile key cannot|Promise|-+) /.test(line))
  .map((line) => line.split(' | '))

/** Returns the paths of the tests that a row names, with the folder that they are in. */
function readTests(cells: readonly string[]): { folder: string; path: string }[] {
  return [...(cells.at(-1) ?? '').matchAll(/`(?:([\w-]+): )?([\w/.-]+\.test\.ts)`/g)].map(([, name, path = '']) =>
    name === undefined ? { folder: 'packages/server/src/lib', path } : { folder: `packages/${name}/src`, path },
  )
}

it('finds the rows of both tables', () => {
  expect(rows.length).toBeGreaterThan(50)
})

it.each(rows)('has the tests that verify: %s', async (...cells) => {
  const tests = readTests(cells)
  expect(tests).not.toEqual([])
  for (const { folder, path } of tests) {
    const files = await readdir(new URL(folder, root), { recursive: true })
    const isThere = files.some((file) => `/${file.replaceAll('\\', '/')}`.endsWith(`/${path}`))
    expect(isThere, `${folder}/**/${path}`).toBe(true)
  }
})
