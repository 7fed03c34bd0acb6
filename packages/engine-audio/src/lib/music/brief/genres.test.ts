import { describe, expect, it } from 'vitest'
import { instrumentNames } from '../instruments/instrument-name.ts'
import { scales } from '../theory/scale.ts'
import { genres } from './genres.ts'

describe.each(genres)('$name', (genre) => {
  it('has instruments, modes and progressions that exist', () => {
    const drums = genre.grooves.flatMap((groove) => Object.keys(groove))
    const played = [...genre.layers.map(({ instrument }) => instrument), ...genre.leads, ...drums]
    for (const name of [...played, ...(genre.bass ? [genre.bass.instrument] : [])])
      expect(instrumentNames).toContain(name)
    for (const mode of genre.modes) expect(Object.keys(scales)).toContain(mode)
    for (const { verse, chorus, bridge } of [genre.major, genre.minor])
      for (const bars of [verse, chorus, bridge]) expect(bars.length).toBeGreaterThan(0)
  })

  it('has rhythms of one bar', () => {
    const rhythms = [
      ...genre.grooves.flatMap((groove) => Object.values(groove)),
      ...genre.layers.flatMap((layer) => layer.rhythms),
      ...(genre.bass?.rhythms ?? []),
    ]
    for (const rhythm of rhythms)
      expect(rhythm).toMatch(genre.beats === 3 ? /^[xXoR358aw.-]{12}$/ : /^[xXoR358aw.-]{16}$/)
  })
})
