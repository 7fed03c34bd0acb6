import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publishedFolders } from '../pack/lib/package.ts'
import { parseReadme, programOf, writeProgram } from '../release/lib/readme.ts'

const packages = publishedFolders().map((folder) => ({ name: `@mira/${basename(folder)}`, folder }))

/** Lists the packages that the files of a folder import. */
function importsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const code = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n')
  const specifiers = [...code.matchAll(/^\s*(?:import|export)\s[^;]*?["']([^"']+)["']/gm)].map(([, path = '']) => path)
  const foreign = specifiers.filter((path) => !path.startsWith('.') && !isBuiltin(path))
  return [...new Set(foreign.map((path) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? ''))].sort()
}

describe('the first program of a README', () => {
  it.each(packages)('imports nothing that is not installed: $name', async ({ name, folder }) => {
    const program = programOf(name)
    if (program.command !== undefined) return
    const readme = parseReadme(readFileSync(join(folder, 'README.md'), 'utf8'), name)
    const project = mkdtempSync(join(tmpdir(), 'mira-program-'))
    try {
      await writeProgram(project, readme, program)
      const imported = importsOf(project)
      expect(imported.length).toBeGreaterThan(0)
      const installed = [...readme.installs, ...(program.extra ?? [])]
      expect(imported.filter((specifier) => !installed.includes(specifier))).toEqual([])
    } finally {
      rmSync(project, { recursive: true })
    }
  })

  it.each([
    ['npm install @mira/core @mira/chat\n', ['@mira/core', '@mira/chat']],
    ['npm install --save-dev @mira/chat # once\n', ['@mira/chat']],
    ['npm install react @mira/chat\n', ['react', '@mira/chat']],
    ['npm install node-llama-cpp\n', ['@mira/chat']],
    ['npx @mira/chat\n', ['@mira/chat']],
  ])('is installed by the command of the README: %j', (text, installs) => {
    expect(parseReadme(`\`\`\`sh\n${text}\`\`\`\n`, '@mira/chat').installs).toEqual(installs)
  })
})
