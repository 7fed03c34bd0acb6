import { expect, it } from 'vitest'
import { resolveVariables } from './theme.ts'

/** Relative luminance of a color such as `#c2410c` (WCAG 2.2). */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const { light, dark } = resolveVariables({} as never)
const schemes = { light, dark }
const filled = Object.entries(schemes).flatMap(([scheme, variables]) =>
  Object.entries(variables)
    .filter(([name, color]) => /-filled(-hover)?$/.test(name) && color.startsWith('#'))
    .map(([name, color]) => ({ scheme, name, color })),
)

it('sets the orange of a muted microphone in both schemes', () => {
  expect(filled.filter(({ name }) => name === '--mantine-color-orange-filled')).toHaveLength(2)
})

it.each(filled)('white text is legible on $name in the $scheme scheme', ({ color }) => {
  expect(1.05 / (luminanceOf(color) + 0.05)).toBeGreaterThanOrEqual(4.5)
})
