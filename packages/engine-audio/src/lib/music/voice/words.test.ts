import { EngineInputError } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { layOutLyrics } from './lay-out-lyrics.ts'
import { checkLyrics, formatLyrics, maxLyricBytes, parseLyrics, wordsOf } from './lyrics.ts'
import { Pronunciation } from './pronunciation.ts'

const pronunciation = new Pronunciation()

describe('Pronunciation', () => {
  it.each([
    ['love', ['l ah v']],
    ['shining', ['sh ay', 'n ih ng']],
    ['Instrument', ['ih n', 's t r ah', 'm ah n t']],
    ['blorptastic', ['b l ao r p', 't ae', 's t ih k']],
  ])('divides %s', (word, syllables) => {
    expect(pronunciation.syllablesOf(word).map((phones) => phones.join(' '))).toEqual(syllables)
  })
})

describe('parseLyrics', () => {
  it('reads marks of several kinds', () => {
    const sections = parseLyrics(
      '[Verse 1]\nOne two\n\n(Pre-Chorus)\nThree\nChorus:\nFour\n[Guitar solo]\n[Outro]\nFive',
    )
    expect(sections).toEqual([
      { name: 'Verse', lines: ['One two'] },
      { name: 'Pre-Chorus', lines: ['Three'] },
      { name: 'Chorus', lines: ['Four'] },
      { name: 'Outro', lines: ['Five'] },
    ])
    expect(parseLyrics(formatLyrics(sections))).toEqual(sections)
  })

  it('takes a stanza that returns for the chorus', () => {
    expect(parseLyrics('a b\nc\n\nla la\n\nd e\n\nLa la').map(({ name }) => name)).toEqual([
      'Verse',
      'Chorus',
      'Verse',
      'Chorus',
    ])
  })

  it('cuts a line that no breath holds', () => {
    const [section] = parseLyrics('la '.repeat(30))
    expect(section?.lines.map((line) => wordsOf(line).length)).toEqual([10, 10, 10])
  })

  it('finds words under accents and signs', () => {
    expect(wordsOf('Café — don’t stop & go!')).toEqual(['Cafe', "don't", 'stop', 'and', 'go'])
  })
})

describe('checkLyrics', () => {
  it.each([
    ['Cyrillic letters', 'Я помню чудное мгновенье', 'Latin letters'],
    ['figures alone', '1234 !', 'no word'],
    ['marks alone', '[Verse]', 'no word'],
    ['a byte too many', 'a'.repeat(maxLyricBytes + 1), '10000'],
  ])('refuses %s', (_, lyrics, message) => {
    expect(() => checkLyrics(lyrics)).toThrow(EngineInputError)
    expect(() => checkLyrics(lyrics)).toThrow(message)
    expect(() => checkLyrics(lyrics)).toThrow(expect.objectContaining({ field: 'lyrics' }))
  })

  it('takes the most it may', () => checkLyrics('la '.repeat(3_333)))
})

describe('layOutLyrics', () => {
  const lyrics = parseLyrics('[Verse]\na\nb\nc\nd\n[Chorus]\ne\nf\ng\nh')

  it.each([1, 2, 5, 12, 24, 40, 96])('fills %i bars exactly', (bars) => {
    const sections = layOutLyrics(lyrics, bars, 2)
    expect(sections.reduce((sum, section) => sum + section.bars, 0)).toBe(bars)
    expect(sections.at(-1)?.name).toBe(bars >= 3 ? 'Outro' : 'Verse')
  })

  it('allots two bars per line, or one for many lines, and repeats lyrics that fit', () => {
    expect(layOutLyrics(lyrics, 24, 2).map(({ name, bars, lines }) => [name, bars, lines.length])).toEqual([
      ['Intro', 4, 0],
      ['Verse', 8, 4],
      ['Chorus', 8, 4],
      ['Outro', 4, 0],
    ])
    expect(layOutLyrics(lyrics, 12, 2).find(({ name }) => name === 'Verse')?.bars).toBe(4)
    expect(layOutLyrics(lyrics, 60, 2).filter(({ name }) => name === 'Chorus').length).toBeGreaterThan(1)
  })
})
