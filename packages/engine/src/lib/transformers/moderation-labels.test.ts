import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapLabels, readLabels, toModerationResult } from './moderation-labels.ts'
import { highestScores, scoreLabels } from './score-labels.ts'

const configOf = (labels: readonly string[], isMultiLabel = false) => ({
  id2label: Object.fromEntries(labels.map((label, index) => [index, label])),
  ...(isMultiLabel ? { problem_type: 'multi_label_classification' } : {}),
})
const jigsaw = ['toxic', 'severe_toxic', 'obscene', 'threat', 'insult', 'identity_hate']
const letters = ['S', 'H', 'V', 'HR', 'SH', 'S3', 'H2', 'V2', 'OK']

describe('mapLabels', () => {
  it.each([
    [jigsaw, ['harassment', 'harassment/threatening', 'hate']],
    [letters, ['sexual', 'hate', 'violence', 'harassment', 'suicide', 'child_abuse', 'hate/threatening']],
    [['SAFE', 'INJECTION'], ['prompt_injection']],
    [['non-toxic', 'toxic'], ['harassment']],
    [['not offensive', 'Offensive'], ['harassment']],
    [
      ['self-harm', 'sexual/minors', 'violence/graphic', 'ok'],
      ['suicide', 'child_abuse', 'violence'],
    ],
  ])('knows the labels %j', (labels, categories) => {
    expect(mapLabels(configOf(labels)).categories).toEqual(categories)
  })

  it.each([
    [['LABEL_0', 'LABEL_1'], 'its labels are no moderation categories: LABEL_0, LABEL_1'],
    [['toxic', 'joy'], 'its labels are no moderation categories: joy'],
    [['safe', 'ok'], 'its labels are no moderation categories: safe, ok'],
    [[], 'its config.json names no labels'],
  ])('refuses the labels %j', (labels, message) => {
    expect(() => mapLabels(configOf(labels))).toThrow(new RangeError(message))
  })

  it('reads labels in the order of the outputs, beyond the tenth', () => {
    const labels = Array.from({ length: 12 }, (_, index) => `label ${index}`)
    const entries = Object.entries(configOf(labels).id2label).reverse()
    expect(readLabels({ id2label: Object.fromEntries(entries) })).toEqual(labels)
  })
})

describe('toModerationResult', () => {
  it.each([
    {
      story: 'adds up labels that exclude one another',
      labels: ['toxic', 'insult', 'ok'],
      logits: [1, 1, 1],
      flagged: true,
    },
    {
      story: 'does not add up independent labels',
      labels: ['toxic', 'insult'],
      logits: [-1, -1],
      isMulti: true,
      flagged: false,
    },
    { story: 'flags an independent label', labels: ['toxic', 'threat'], logits: [-3, 2], isMulti: true, flagged: true },
    { story: 'passes a harmless text', labels: ['ok', 'toxic'], logits: [3, -2], flagged: false },
  ])('$story', ({ labels, logits, isMulti = false, flagged }) => {
    const mapped = mapLabels(configOf(labels, isMulti))
    const result = toModerationResult(scoreLabels(logits, labels, isMulti), mapped)
    expect(result.isFlagged).toBe(flagged)
    expect(Object.keys(result.scores)).toEqual(mapped.categories)
  })

  it('has probabilities, and a category exactly if it is flagged', () => {
    const logits = fc.array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(logits, fc.boolean(), (values, isMulti) => {
        const mapped = mapLabels(configOf(jigsaw, isMulti))
        const result = toModerationResult(scoreLabels(values, jigsaw, isMulti), mapped)
        for (const score of Object.values(result.scores)) expect(score >= 0 && score <= 1).toBe(true)
        expect(result.category === undefined).toBe(!result.isFlagged)
      }),
    )
  })

  it('takes the highest score of the parts of a text', () => {
    expect(
      highestScores([
        { toxic: 0.1, ok: 0.9 },
        { toxic: 0.8, ok: 0.2 },
      ]),
    ).toEqual({ toxic: 0.8, ok: 0.9 })
  })
})
