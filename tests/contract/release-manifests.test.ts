import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedManifest } from '../../scripts/release/lib/finish-package.ts'
import { parseHome, readHome, removeHome, writeHome } from '../../scripts/release/lib/home.ts'
import { followVersions, raiseOpenRanges } from '../../scripts/release/lib/ranges.ts'
import { inOrderOfPublishing } from '../../scripts/release/lib/release.ts'
import { publishedFolders } from '../pack/lib/package.ts'

const root = resolve(import.meta.dirname, '../..')
const home = parseHome('https://github.com/example/mira')
const directory = 'packages/chat'

/** Manifests as texts: fields in any order, indented and ended in several ways. */
const manifestText = fc
  .record({
    manifest: fc.dictionary(
      fc.constantFrom('name', 'version', 'license', 'keywords', 'type', 'exports', 'dependencies', 'x-own'),
      fc.jsonValue({ maxDepth: 2 }).filter((value) => JSON.stringify(value) !== undefined),
      { minKeys: 1 },
    ),
    publishConfig: fc.constantFrom({ access: 'public' }, { access: 'public', tag: 'next' }),
    indentation: fc.constantFrom('  ', '    ', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    isEnded: fc.boolean(),
  })
  .map(({ manifest, publishConfig, indentation, lineEnd, isEnded }) => {
    // Through JSON, which has no -0 and no other prototype.
    const text = JSON.stringify(JSON.parse(JSON.stringify({ ...manifest, publishConfig })), null, indentation)
    return text.replaceAll('\n', lineEnd) + (isEnded ? lineEnd : '')
  })

describe('the home of the packages', () => {
  it('is written with the directory, and turns provenance on', () => {
    const text =
      '{\n  "name": "@mira/chat",\n  "license": "MIT",\n  "publishConfig": {\n    "access": "public"\n  }\n}\n'
    const written = writeHome(text, { home, directory, author: 'Ada <ada@example.com>' })
    expect(Object.keys(JSON.parse(written))).toEqual([
      ...['name', 'license', 'author', 'homepage', 'repository', 'bugs', 'publishConfig'],
    ])
    expect(JSON.parse(written)).toMatchObject({
      author: 'Ada <ada@example.com>',
      homepage: 'https://github.com/example/mira/tree/main/packages/chat#readme',
      repository: { type: 'git', url: 'git+https://github.com/example/mira.git', directory },
      bugs: { url: 'https://github.com/example/mira/issues' },
      publishConfig: { access: 'public', provenance: true },
    })
  })

  it('is written once, read back, moved and removed without a trace', () => {
    fc.assert(
      fc.property(manifestText, fc.option(fc.string(), { nil: undefined }), (text, author) => {
        const written = writeHome(text, { home, directory, author })
        expect(writeHome(written, { home, directory })).toBe(written)
        expect(readHome(JSON.parse(written))).toEqual(home)
        const other = parseHome('https://github.com/example/other')
        expect(writeHome(writeHome(written, { home: other, directory }), { home, directory })).toBe(written)
        expect(removeHome(written)).toBe(text)
      }),
    )
  })

  it('keeps what it does not write', () => {
    fc.assert(
      fc.property(manifestText, (text) => {
        const { author, homepage, repository, bugs, ...rest } = JSON.parse(writeHome(text, { home, directory }))
        const before = JSON.parse(text)
        expect(rest).toEqual({ ...before, publishConfig: { ...before.publishConfig, provenance: true } })
        expect(Object.keys(rest)).toEqual(Object.keys(before))
        expect([author, typeof homepage, typeof repository, typeof bugs]).toEqual([
          ...[undefined, 'string', 'object', 'object'],
        ])
      }),
    )
  })

  it.each(['https://github.com/example/mira.git', 'https://github.com/example/mira/'])('accepts %s', (address) => {
    expect(parseHome(address)).toEqual(home)
  })

  it.each([
    'git@github.com:example/mira.git',
    'http://github.com/example/mira',
    'https://github.com/example',
    'https://github.com/example/mira/tree/main',
    'https://github.com/example/..',
    'https://user:secret@github.com/example/mira',
  ])('refuses %s', (address) => {
    expect(() => parseHome(address)).toThrow(TypeError)
  })

  it('fits every published manifest, which it leaves as it was when removed', () => {
    for (const folder of publishedFolders()) {
      const text = readFileSync(join(folder, 'package.json'), 'utf8')
      const place = relative(root, folder)
      const without = removeHome(text)
      expect(removeHome(writeHome(without, { home, directory: place }))).toBe(without)
      const stated = readHome(JSON.parse(text))
      expect(text).toBe(stated === undefined ? without : writeHome(text, { home: stated, directory: place }))
    }
  })
})

describe('a published manifest', () => {
  it('has no development fields, and everything else in its order', () => {
    const manifest = {
      name: 'a',
      scripts: { build: 'b' },
      dependencies: { c: '1' },
      devDependencies: { d: '1' },
      bin: {},
    }
    expect(Object.keys(publishedManifest(manifest))).toEqual(['name', 'dependencies', 'bin'])
  })
})

describe('ranges after a release', () => {
  const versions = new Map([
    ['@mira/chat', '0.2.0'],
    ['@mira/engine-audio', '0.1.0'],
  ])

  it.each([
    ['"@mira/engine-audio": "workspace:>=0.0.0-0 <1.0.0"', '"@mira/engine-audio": "workspace:>=0.1.0 <1.0.0"'],
    ['"@mira/chat": "workspace:>=0.1.0 <1.0.0"', '"@mira/chat": "workspace:>=0.1.0 <1.0.0"'],
    ['"@mira/chat": "workspace:^"', '"@mira/chat": "workspace:^"'],
    ['"@other/chat": ">=0.0.0-0 <1.0.0"', '"@other/chat": ">=0.0.0-0 <1.0.0"'],
  ])('starts %s at the first release', (before, after) => {
    expect(raiseOpenRanges(before, versions)).toBe(after)
  })

  it.each([
    ['"@mira/chat": "^0.1.0"', '"@mira/chat": "^0.2.0"'],
    ['"@mira/unknown": "^0.1.0"', '"@mira/unknown": "^0.1.0"'],
    ['"@mira/chat": "file:../chat"', '"@mira/chat": "file:../chat"'],
    ['"next": "^0.1.0"', '"next": "^0.1.0"'],
  ])('brings %s of a program outside of the workspace up to date', (before, after) => {
    expect(followVersions(before, versions)).toBe(after)
  })
})

describe('the order of publishing', () => {
  it('puts every package after those that it depends on', () => {
    const graph = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).chain((edges) => {
      const packages = edges.map((targets, index) => ({
        name: `p${index}`,
        dependencies: Object.fromEntries(
          [...targets.filter(() => index > 0).map((target) => `p${target % index}`), 'from-elsewhere'].map((to) => [
            to,
            '1',
          ]),
        ),
      }))
      return fc.shuffledSubarray(packages, { minLength: packages.length })
    })
    fc.assert(
      fc.property(graph, (packages) => {
        const names = inOrderOfPublishing(packages).map(({ name }) => name)
        expect(names.toSorted()).toEqual(packages.map(({ name }) => name).toSorted())
        for (const { name, dependencies } of packages) {
          for (const dependency of Object.keys(dependencies).filter((to) => names.includes(to)))
            expect(names.indexOf(dependency)).toBeLessThan(names.indexOf(name))
        }
      }),
    )
  })

  it('refuses packages that depend on each other', () => {
    const circle = [
      { name: 'a', dependencies: { b: '1' } },
      { name: 'b', dependencies: { a: '1' } },
    ]
    expect(() => inOrderOfPublishing(circle)).toThrow('a, b')
  })
})
