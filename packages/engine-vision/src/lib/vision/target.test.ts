import { WordNet } from '@mira/engine-lexicon'
import { describe, expect, it } from 'vitest'
import { countScanned } from '../../../../engine/test/count-scanned.ts'
import { readPrompt } from '../images/prompt/read-prompt.ts'
import { answerFromText, asksForText } from './answer-from-text.ts'
import { answerOnScene, asksForThing } from './describe-scene.ts'
import { locateTarget, locateText } from './locate-target.ts'
import type { Scene } from './scene.ts'
import { isKnownTarget, labelsFor, parseTarget, unknownTarget } from './target.ts'

const wordNet = new WordNet()
const emptyScene: Scene = { things: [], faint: [], faces: [], regions: [], colors: [] }

describe('parseTarget', () => {
  it.each([
    { phrase: 'the second red car from the left', target: { noun: 'car', color: 'red', place: 'second' } },
    { phrase: 'the left of the second row', target: { place: 'left' } },
    { phrase: 'the word "EXIT"', target: { text: 'EXIT' } },
    { phrase: "the sign 'it’s open'", target: { text: 'it' } },
    { phrase: 'the sign that says NO ENTRY.', target: { text: 'NO ENTRY' } },
    { phrase: 'Find this text\nGATE 7', target: { text: 'GATE 7' } },
    { phrase: 'some text here\nthe dog', target: { text: undefined } },
  ])('parses $phrase', ({ phrase, target }) => {
    expect(parseTarget(phrase)).toMatchObject(target)
  })
})

it.each(['constructor', 'toString', 'constructors', '__proto__'])('finds nothing called %s', (noun) => {
  expect(locateTarget(parseTarget(noun), emptyScene, wordNet)).toEqual([])
})

it.each([
  { question: 'How many cats are there???', answer: 'I count 0 (cats).' },
  { question: 'How many cats?\nThanks!', answer: 'I count 0 (cats).' },
  { question: 'What does this picture show?', answer: 'I recognize none' },
  { question: 'What can be found on the left?', answer: 'I recognize none' },
  { question: 'Why?', answer: 'I did not understand' },
])('answers $question', ({ question, answer }) => {
  expect(answerOnScene(question, emptyScene, wordNet).startsWith(answer)).toBe(true)
})

describe('labelsFor', () => {
  it.each([
    { noun: 'puppy', labels: ['dog'] },
    { noun: 'pedestrian', labels: ['person'] },
    { noun: 'necktie', labels: ['tie'] },
    { noun: 'school bus', labels: ['bus'] },
    // Not a kind of horse, mouse, car or bear, whatever the words.
    { noun: 'sea horse', labels: [] },
    { noun: 'seahorse', labels: [] },
    { noun: 'unicycle', labels: [] },
    { noun: 'dragon', labels: [] },
    // People only in a figurative sense.
    { noun: 'tiger', labels: [] },
    { noun: 'driver', labels: ['person'] },
    { noun: 'bookcase', labels: [] },
  ])('$noun: $labels', ({ noun, labels }) => {
    expect(labelsFor(noun, wordNet)).toEqual(labels)
    expect(isKnownTarget(noun, wordNet)).toBe(labels.length > 0)
  })

  it('lists the kinds for a target outside of them', () => {
    expect(unknownTarget('dragon')).toMatchObject({ code: 'unknown_target', field: 'target' })
    expect(unknownTarget('dragon').message).toMatch(/"dragon" is none of the 80 kinds.*bicycle.*toothbrush/)
  })
})

it.each([
  { question: 'Is there a stop sign?', isAboutThing: true },
  { question: 'How many people are there?', isAboutThing: true },
  { question: 'What does the sign say?', isAboutThing: false },
  { question: 'How many words are there?', isAboutThing: false },
])('$question: about a thing $isAboutThing', ({ question, isAboutThing }) => {
  expect(asksForThing(question, wordNet)).toBe(isAboutThing)
})

describe('answerFromText', () => {
  const lines = ['Corner shop', 'Bread 2.10', 'Total 7.40']
  it.each([
    { question: 'What is the total?', answer: 'Total 7.40. The whole text reads: Corner shop\nBread 2.10\nTotal 7.40' },
    { question: 'Read it', answer: 'It reads: Corner shop\nBread 2.10\nTotal 7.40' },
  ])('answers $question', ({ question, answer }) => {
    expect(asksForText(question)).toBe(true)
    expect(answerFromText(question, lines)).toBe(answer)
  })
})

describe('text of any length is scanned a bounded number of times', () => {
  const parts = [
    ...['9', ' ', 'a', 'Ж', '\n', '“', '«', "'", '?', '.', 'red ', 'text ', 'text a\n', 'second ', 'what ', 'says '],
    ...['how many ', 'what does ', 'where is ', 'the ', 'in the', 'a-', '🙂'],
  ]
  const calls: Record<string, (text: string) => unknown> = {
    parseTarget,
    asksForText,
    readPrompt,
    answerOnScene: (text) => answerOnScene(text, emptyScene, wordNet),
    locateText: (text) => locateText(text, [{ text: 'a', confidence: 1, box: wholeImage, words: [] }]),
  }
  it.each(Object.keys(calls).flatMap((name) => parts.map((part) => ({ name, part }))))(
    '$name: $part',
    ({ name, part }) => {
      const scannedPerCharacter = (length: number) =>
        countScanned(() => calls[name]?.(`${part.repeat(length / part.length)}x`)) / length
      // The first call also fills caches.
      scannedPerCharacter(2_000)
      expect(scannedPerCharacter(20_000)).toBeLessThan(3 * scannedPerCharacter(2_000) + 1)
    },
  )
})

const wholeImage = { x: 0, y: 0, width: 1, height: 1 }
