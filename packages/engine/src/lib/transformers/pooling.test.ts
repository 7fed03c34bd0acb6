import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pooling, poolTokens, readPooling } from './pooling.ts'

describe('readPooling', () => {
  it.each([
    [{ pooling_mode_mean_tokens: true, pooling_mode_cls_token: false, word_embedding_dimension: 384 }, 'mean'],
    [{ pooling_mode_mean_tokens: false, pooling_mode_cls_token: true }, 'cls'],
    [{ pooling_mode_max_tokens: true }, 'max'],
    [{ pooling_mode_lasttoken: true, include_prompt: true }, 'last_token'],
    [{ pooling_mode: 'cls' }, 'cls'],
    [{ pooling_mode: 'lasttoken' }, 'last_token'],
    [{ pooling_mode_mean_tokens: true, pooling_mode_max_tokens: true }, undefined],
    [{ pooling_mode_weightedmean_tokens: true }, undefined],
    [{ pooling_mode: 'mean_sqrt_len_tokens' }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (config, pooling) => {
    expect(readPooling(config)).toBe(pooling)
  })
})

describe('poolTokens', () => {
  it.each<[Pooling, readonly number[]]>([
    ['mean', [3, 4]],
    ['cls', [1, 8]],
    ['last_token', [3, -2]],
    ['max', [5, 8]],
  ])('pools three tokens by %s', (pooling, vector) => {
    expect([...poolTokens([1, 8, 5, 6, 3, -2], 2, pooling)]).toEqual(vector)
  })

  it('gives the vector of the token for one token, however it is pooled', () => {
    const poolings = fc.constantFrom<Pooling>('mean', 'cls', 'max', 'last_token')
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, noNaN: true, noDefaultInfinity: true }),
        poolings,
        (states, pooling) => {
          expect([...poolTokens(states, states.length, pooling)].map((value) => value + 0)).toEqual(
            [...states].map((value) => value + 0),
          )
        },
      ),
    )
  })
})
