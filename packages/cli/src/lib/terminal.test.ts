import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hasColors, stripControls, widthOf } from './terminal.ts'

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('colors, on a terminal %s with %j: %s', (isTTY, environment, colors) => {
  expect(hasColors({ isTTY }, environment)).toBe(colors)
})

it.each([
  [{ columns: 132 }, {}, 132],
  [{ columns: 132 }, { COLUMNS: '40' }, 132],
  [{}, { COLUMNS: '40' }, 40],
  [{}, { COLUMNS: 'wide' }, 80],
  [{ columns: 3 }, {}, 20],
])('the width of %j with %j is %d', (output, environment, width) => {
  expect(widthOf(output, environment)).toBe(width)
})

it('leaves nothing that a terminal obeys', () => {
  expect(stripControls('\u001b]52;c;cm0=\u0007Готово\r\n\u009b2J')).toBe(']52;c;cm0=Готово\n2J')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
      expect(stripControls(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
    }),
  )
})
