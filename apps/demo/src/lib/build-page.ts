import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build, defaultClientConditions } from 'vite'

const require = createRequire(import.meta.url)

/** Builds the page of the playground from sources, unless its build is newer than all of them. */
export async function buildPage(): Promise<void> {
  const manifest = require.resolve('@mira/demo-web/package.json')
  const web = dirname(manifest)
  const { dependencies } = require(manifest) as { readonly dependencies: Readonly<Record<string, string>> }
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@mira/'))
  const sources = packages.map((name) => join(web, '../../../packages', name.slice('@mira/'.length), 'src'))
  const builtAt = await stat(join(web, 'dist/index.html')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (builtAt > (await findNewest([join(web, 'src'), join(web, 'index.html'), ...sources]))) return
  await build({ root: web, logLevel: 'warn', resolve: { conditions: ['@mira/source', ...defaultClientConditions] } })
}

/** Returns the time of the newest file among some files and in some folders. */
async function findNewest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const stats = await stat(path)
      if (!stats.isDirectory()) return stats.mtimeMs
      return findNewest((await readdir(path)).map((name) => join(path, name)))
    }),
  )
  return Math.max(0, ...times)
}
