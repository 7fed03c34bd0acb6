import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readChangelogEntry } from '../../scripts/release/lib/changelog.ts'
// @ts-expect-error: the functions that changesets calls are JavaScript.
import { getDependencyReleaseLine, getReleaseLine } from '../../scripts/release/lib/changelog-lines.mjs'
import { publishRelease, ReleaseRefusedError } from '../../scripts/release/lib/publish.ts'
import { integrityOf, type Release, readRelease } from '../../scripts/release/lib/release.ts'

const folder = mkdtempSync(join(tmpdir(), 'mira-release-'))
afterAll(() => rmSync(folder, { recursive: true }))

function writeRelease(home: string | null, tarball: string): void {
  writeFileSync(join(folder, 'a.tgz'), tarball)
  const integrity = integrityOf(Buffer.from('packed'))
  const packages = [{ name: '@mira/a', version: '0.1.0', file: 'a.tgz', integrity, notes: '' }]
  writeFileSync(join(folder, 'release.json'), JSON.stringify({ home, packages } satisfies Release))
}

describe('publishing', () => {
  const settings = { registry: 'http://127.0.0.1:1', print: () => undefined }

  it.each([
    { home: null, isProven: true, hasIdentity: true, says: 'no public home' },
    { home: null, isProven: false, hasIdentity: false, says: 'no public home' },
    { home: 'https://github.com/example/mira', isProven: true, hasIdentity: false, says: '--no-provenance' },
  ])('is refused with one sentence: $says', ({ home, isProven, hasIdentity, says }) => {
    writeRelease(home, 'packed')
    const publish = () => publishRelease(folder, { ...settings, isProven, hasIdentity })
    expect(publish).toThrow(ReleaseRefusedError)
    expect(publish).toThrow(says)
    expect(publish).not.toThrow(/\.\s+[A-Z]/)
  })

  it('is refused for a tarball that is not the one that was packed', () => {
    writeRelease('https://github.com/example/mira', 'changed')
    expect(() => readRelease(folder)).toThrow('a.tgz is not the tarball that was packed')
  })
})

describe('changelogs', () => {
  const changelog = '# @mira/a\n\n## 0.2.0\n\n### Minor Changes\n\n- New.\n\n## 0.1.0\n\n- First.\n'

  it.each([
    ['0.2.0', '### Minor Changes\n\n- New.'],
    ['0.1.0', '- First.'],
    ['0.1', undefined],
  ])('have a section for %s', (version, entry) => {
    expect(readChangelogEntry(changelog, version)).toBe(entry)
  })

  it('list what a change gives, without commits, and once what a release requires', async () => {
    expect(await getReleaseLine({ summary: 'First.\n\n- second', commit: 'abc' })).toBe('- First.\n\n  - second')
    expect(await getDependencyReleaseLine([], [])).toBe('')
    const dependencies = [
      { name: '@mira/core', newVersion: '0.2.0' },
      { name: '@mira/chat', newVersion: '0.1.1' },
    ]
    const line = '- Requires `@mira/chat` 0.1.1, `@mira/core` 0.2.0 or newer.'
    expect(await getDependencyReleaseLine([], dependencies)).toBe(line)
  })
})
