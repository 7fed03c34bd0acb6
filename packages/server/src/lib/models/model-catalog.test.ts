import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import engine from '../../../../engine/package.json' with { type: 'json' }
import { fileEngines } from '../engines/file-engines.ts'
import { modelCatalog } from './model-catalog.ts'
import { formatHubSource, parseHubSource } from './model-source.ts'
import { formatBytes } from './pull-model.ts'

const guide = readFileSync(new URL('../../../../../docs/site/guide/real-models.md', import.meta.url), 'utf8')

/** Returns the cells of a row of a table in a section of the guide. */
function findRow(title: string, section = '## Measured'): readonly string[] {
  const lines = guide.slice(guide.indexOf(section)).split('\n')
  const row = lines.find((line) => line.startsWith(`| ${title} `)) ?? ''
  return row.split('|').map((cell) => cell.trim())
}

describe.each(modelCatalog)('$name in the catalog', (entry) => {
  it('has a source with its commit, and bytes with size and hash', () => {
    const source = parseHubSource(entry.source)
    expect(formatHubSource(source!)).toBe(entry.source)
    expect(source!.revision).toMatch(/^[0-9a-f]{40}$/)
    expect(entry.files.length).toBeGreaterThan(0)
    for (const { path, size, sha256 } of entry.files) {
      expect([path.length > 0, size > 0, sha256]).toEqual([true, true, expect.stringMatching(/^[0-9a-f]{64}$/)])
    }
  })

  it('names a capability that runs from files, and the package that the engine supports', () => {
    expect(Object.keys(fileEngines)).toContain(entry.capability)
    const { name, range } = entry.package
    expect(Object.entries(engine.peerDependencies)).toContainEqual([name, range])
  })

  it('has a name that no other entry and no source has', () => {
    expect(modelCatalog.filter(({ name }) => name === entry.name)).toHaveLength(1)
    expect(entry.name).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
    expect(['local', 'off', ...Object.keys(fileEngines)]).not.toContain(entry.name)
  })

  it('has the figures of the guide', () => {
    const row = findRow(entry.title)
    for (const figure of [...Object.values(entry.quality), `${entry.memoryMegabytes} MB`]) expect(row).toContain(figure)
    const size = formatBytes(entry.files.reduce((sum, file) => sum + file.size, 0))
    const listed = [size, `${entry.memoryMegabytes} MB`, entry.license, `\`${entry.capability}\``]
    expect(findRow(`\`${entry.name}\``, '## Catalog')).toEqual(expect.arrayContaining(listed))
  })
})
