import { Resvg } from '@resvg/resvg-js'
import { describe, expect, it } from 'vitest'
import { getDrawing, listDrawings } from './drawing-library.ts'

describe('getDrawing', () => {
  // A native abort would end the whole process.
  it.each(['package', 'rainbow-flag'])('returns %s without the paths beside it, at which resvg aborts', (name) => {
    const { body = '', width = 0, height = 0 } = getDrawing(name) ?? {}
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 ${width} ${height}">${body}</svg>`
    expect(body).not.toMatch(/d="[Mm]-1\d\d/)
    expect(new Resvg(svg, { font: { loadSystemFonts: false } }).render().width).toBe(96)
  })
})

describe('listDrawings', () => {
  it.each(['vertical-traffic-light', 'stop-sign', 'fox'])('lists %s', (name) => {
    expect(listDrawings()).toContain(name)
  })
})
