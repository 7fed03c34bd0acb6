import fc from 'fast-check'
import { expect, it } from 'vitest'
import { extensionFor, nameFromPrompt, numberedName } from './file-name.ts'

it.each([
  ['Маяк на закате!', 'Маяк-на-закате'],
  ['../../etc/passwd', 'etc-passwd'],
  ['A lighthouse at dusk, seen from the harbor of a small town', 'A-lighthouse-at-dusk-seen-from-the'],
  ['CON', 'mira'],
  ['…', 'mira'],
  ['हिन्दी में चित्र', 'हिन्दी-में-चित्र'],
])('names %s %s', (prompt, name) => {
  expect(nameFromPrompt(prompt)).toBe(name)
})

it('names any prompt by a short name without separators', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (prompt) => {
      expect(nameFromPrompt(prompt)).toMatch(/^[\p{L}\p{N}\p{M}-]{1,40}$/u)
    }),
  )
})

it.each([
  ['cat.png', 'cat-2.png'],
  ['pictures.d/cat', 'pictures.d/cat-2'],
  ['pictures/кот.old.png', 'pictures/кот.old-2.png'],
  ['.png', '.png-2'],
])('numbers %s as %s', (path, numbered) => {
  expect(numberedName(path, 2)).toBe(numbered)
})

it.each([
  ['audio/mpeg; codecs=mp3', 'mp3'],
  ['IMAGE/JPEG', 'jpg'],
  ['constructor', 'bin'],
  [undefined, 'bin'],
])('has for %s the extension %s', (mediaType, extension) => {
  expect(extensionFor(mediaType, 'bin')).toBe(extension)
})
