import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'
import type { Reply } from './reply.ts'
import { bodyOf, everyByteOf } from './reply-body.ts'

describe('bodyOf', () => {
  it('gives all bytes without gates and without faults', () => {
    const reply: Reply = { sse: ['a', createGate(), { b: 'é' }], bom: true, cutAt: 2 }
    expect(Buffer.from(bodyOf(reply)).toString()).toBe('\uFEFFdata: a\n\ndata: {"b":"é"}\n\n')
  })

  it.each<{ reply: Reply }>([
    { reply: { text: 'a', encoding: 'gzip' } },
    { reply: { chunks: (async function* () {})() } },
  ])('refuses a body that exists only while it is sent', ({ reply }) => {
    expect(() => bodyOf(reply)).toThrow('exists only while it is sent')
  })
})

describe('everyByteOf', () => {
  it('counts bytes, not characters', () => {
    expect(everyByteOf({ text: 'éa' })).toEqual([0, 1, 2])
    expect(everyByteOf({})).toEqual([])
  })
})
