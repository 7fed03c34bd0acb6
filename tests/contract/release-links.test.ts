import { existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeLinksAbsolute } from '../../scripts/release/lib/absolute-links.ts'
import { publishedFolders } from '../pack/lib/package.ts'

const root = resolve(import.meta.dirname, '../..')
const home = 'https://github.com/example/mira'
const base = { home, ref: '@mira/chat@0.1.0', directory: 'packages/chat' }
const blob = `${home}/blob/@mira/chat@0.1.0`
const tree = `${home}/tree/@mira/chat@0.1.0`

describe('links of a packed README', () => {
  it.each([
    ['[a](../../docs/protocol.md#errors)', `[a](${blob}/docs/protocol.md#errors)`],
    ['[a](../core)', `[a](${tree}/packages/core)`],
    ['[a](../core/)', `[a](${tree}/packages/core)`],
    ['[a](CHANGELOG.md "title")', `[a](${blob}/packages/chat/CHANGELOG.md "title")`],
    ['[a](./src/index.ts?plain=1)', `[a](${blob}/packages/chat/src/index.ts?plain=1)`],
    ['![a](../../a.png)', `![a](${home}/raw/@mira/chat@0.1.0/a.png)`],
    ['[`code` and text](../core)', `[\`code\` and text](${tree}/packages/core)`],
    ['[![a](../../a.png)](../core)', `[![a](${home}/raw/@mira/chat@0.1.0/a.png)](${tree}/packages/core)`],
    ['[wrapped\nlabel](../core)', `[wrapped\nlabel](${tree}/packages/core)`],
    ['[a]: ../core', `[a]: ${tree}/packages/core`],
  ])('lead to the files of the release: %s', (before, after) => {
    expect(makeLinksAbsolute(before, base)).toBe(after)
    expect(makeLinksAbsolute(after, base)).toBe(after)
  })

  it.each([
    '[a](https://example.com/../x)',
    '[a](#errors)',
    '[a](mailto:ada@example.com)',
    '[a](/v1/models)',
    '`[a](../core)`',
    '``[a](../core) ` ``',
    '```md\n[a](../core)\n```',
    '~~~\n[a](../core)\n```\n[b](../core)\n~~~',
    '```\n[a](../core)',
    'a [text] (../core)',
  ])('stay as they are: %s', (text) => {
    expect(makeLinksAbsolute(text, base)).toBe(text)
  })

  it('are found after a lone backtick, which begins no code', () => {
    expect(makeLinksAbsolute('a ` b\n\n[a](../core) ` c', base)).toContain(`${tree}/packages/core`)
  })

  it('may not lead out of the repository', () => {
    expect(() => makeLinksAbsolute('[a](../../../etc/passwd)', base)).toThrow(RangeError)
  })

  it('change nothing but targets, and nothing a second time', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }).filter((text) => !/[[\]`~]/.test(text)),
      fc.constantFrom(
        '[a](../core)',
        '[b](x.md)',
        '`[c](../core)`',
        '\n\n```\n[d](../core)\n```\n\n',
        '[e](#f)',
        '![g](h.png)',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(' ')
        const once = makeLinksAbsolute(text, base)
        expect(makeLinksAbsolute(once, base)).toBe(once)
        const withoutHome = once.replaceAll(
          new RegExp(`${home}/(?:blob|tree|raw)/@mira/chat@0\\.1\\.0/packages/`, 'g'),
          '',
        )
        expect(withoutHome).toBe(
          text
            .replaceAll('](x.md)', '](chat/x.md)')
            .replaceAll('](h.png)', '](chat/h.png)')
            .replaceAll(/(?<!`|```\n)(\[a\]\()\.\.\/core/g, '$1core'),
        )
      }),
    )
  })

  it('of all packages lead to files of the repository', () => {
    for (const folder of publishedFolders()) {
      const directory = relative(root, folder)
      const text = makeLinksAbsolute(readFileSync(join(folder, 'README.md'), 'utf8'), { home, ref: 'tag', directory })
      const targets = [...text.matchAll(/\]\(https:\/\/github\.com\/example\/mira\/\w+\/tag\/([^)#\s]*)/g)]
      for (const [, target = ''] of targets)
        expect(existsSync(join(root, target)), `${directory}: ${target}`).toBe(true)
      expect(text.replace(/```[\s\S]*?```/g, '')).not.toMatch(/\]\(\.\.?\//)
    }
  })
})
