import { findEspeak } from '@mira/test-programs/espeak'
import { expect, it } from 'vitest'
import { findEspeakVoice, listEspeakVoices, parseEspeakVoices, speaksLanguage } from './espeak-voices.ts'

const table = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  chr-US-Qaaa-x-west --/M      Cherokee_          iro/chr
 5  cmn             --/M      Chinese_(Mandarin,_latin_as_English) sit/cmn              (zh-cmn 5)(zh 5)
 5  de              --/M      German             gmw/de
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 5  fr-be           --/M      French_(Belgium)   roa/fr-BE            (fr 8)
 5  fr-fr           --/M      French_(France)    roa/fr               (fr 5)
 5  nb              --/M      Norwegian_Bokmål   gmq/nb               (no 5)
 5  pt              --/M      Portuguese_(Portugal) roa/pt            (pt-pt 5)
 5  pt-br           --/M      Portuguese_(Brazil) roa/pt-BR
 5  yue             --/M      Chinese_(Cantonese) sit/yue
 5  yue             --/M      Chinese_(Cantonese,_latin_as_Jyutping) sit/yue-Latn-jyutping
`
const voices = parseEspeakVoices(table)

it('names each voice once, by the tags that BCP 47 has for it', () => {
  expect(voices.map(({ id, languages }) => [id, ...languages])).toEqual([
    ['espeak-chr', 'chr'],
    ['espeak-cmn', 'zh'],
    ['espeak-de', 'de'],
    ['espeak-en', 'en', 'en-GB'],
    ['espeak-fr-be', 'fr-BE'],
    ['espeak-fr', 'fr', 'fr-FR'],
    ['espeak-nb', 'nb'],
    ['espeak-pt', 'pt'],
    ['espeak-pt-br', 'pt-BR'],
    ['espeak-yue', 'yue'],
    ['espeak-yue-latn-jyutping', 'yue-Latn-jyutping', 'yue'],
  ])
  expect(voices[3]).toMatchObject({ name: 'English (Great Britain)', file: 'gmw/en' })
})

it.each([
  ['de', 'espeak-de'],
  ['de-AT', 'espeak-de'],
  ['fr', 'espeak-fr'],
  ['fr-ca', 'espeak-fr'],
  ['fr-BE', 'espeak-fr-be'],
  ['PT-br', 'espeak-pt-br'],
  ['pt-AO', 'espeak-pt'],
  ['zh-TW', 'espeak-cmn'],
  ['no', 'espeak-nb'],
  ['xx', undefined],
  ['not a tag', undefined],
])('speaks %s by %s', (language, id) => {
  expect(findEspeakVoice(voices, language)?.id).toBe(id)
  if (id !== undefined) expect(speaksLanguage(findEspeakVoice(voices, language)!, language)).toBe(true)
})

const { command } = findEspeak()

it.skipIf(command === undefined)('reads the list of the program itself', () => {
  const listed = listEspeakVoices(command!)
  expect(listed.length).toBeGreaterThan(100)
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length)
  for (const language of ['de', 'en-GB', 'fr', 'pt-BR', 'ru', 'zh'])
    expect(findEspeakVoice(listed, language)?.languages).toContain(language)
})

it('has no voices where the program is not installed, or is another', () => {
  expect(listEspeakVoices('/nonexistent/espeak-ng')).toEqual([])
  expect(listEspeakVoices('true')).toEqual([])
})
