import { createClient, metadataOf } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { listVoices } from './list-voices.ts'

const aria = { id: 'aria', name: 'Aria', languages: ['en', 'ru'], gender: 'female', style: 'warm' }

describe('listVoices', () => {
  it.each([
    ['data', { object: 'list', data: [aria] }, { object: 'list', data: [aria] }],
    ['voices', { voices: [aria], default: 'aria' }, { data: [aria], default: 'aria' }],
    ['a bare list', [aria], { data: [aria] }],
    ['bare names', ['aria', 'nova'], { data: [{ id: 'aria' }, { id: 'nova' }] }],
    ['bare names in voices', { voices: ['aria'] }, { data: [{ id: 'aria' }] }],
    ['voice_id', [{ voice_id: 'aria', x: 1 }], { data: [{ voice_id: 'aria', x: 1, id: 'aria' }] }],
    ['names alone', { data: [{ name: 'aria' }] }, { data: [{ name: 'aria', id: 'aria' }] }],
    ['numbers', { data: [{ id: 7 }] }, { data: [{ id: '7' }] }],
    ['what names no voice', { data: [null, '', {}, { id: null }, [], 'aria'] }, { data: [{ id: 'aria' }] }],
    ['nothing', {}, { data: [] }],
  ])('reads %s', async (_, json, expected) => {
    await using server = await startTestServer({ 'GET /v1/audio/voices': { json } })
    const voices = await listVoices(createClient({ baseUrl: server.url }))
    expect(voices).toEqual(expected)
    expect(metadataOf(voices)?.status).toBe(200)
  })
})
