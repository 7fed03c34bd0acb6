import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJobId, decodeJobState, isSettled } from './job-state.ts'

describe('decodeJobState', () => {
  it.each([
    ...['succeeded', 'completed', 'complete', 'done', 'success', 'SUCCEEDED', ' Done '].map((word) => [
      word,
      'succeeded',
    ]),
    ...['STATUS_SUCCESS', 'job_completed', 'successful', 'READY', 'success_with_warnings'].map((word) => [
      word,
      'succeeded',
    ]),
    ...['failed', 'error', 'expired', 'rejected', 'Failed', 'JOB_STATE_FAILED', 'generation-failed', 'failure'].map(
      (word) => [word, 'failed'],
    ),
    ...['aborted', 'ABORT', 'timed_out', 'TimedOut', 'timeout', 'time-out', 'terminated', 'moderated', 'blocked'].map(
      (word) => [word, 'failed'],
    ),
    ...['stopped', 'killed', 'crashed', 'interrupted', 'denied', 'content_filtered', 'content_policy_violation'].map(
      (word) => [word, 'failed'],
    ),
    ...['dead', 'lost', 'evicted', 'unsuccessful', 'incomplete', 'completed_with_errors', 'not_found'].map((word) => [
      word,
      'failed',
    ]),
    ...['failed_permanently', 'ERROR_NSFW', 'failure: timeout', 'success_with_errors'].map((word) => [word, 'failed']),
    ...['canceled', 'cancelled', 'CANCELLED', 'user_canceled', 'cancelled_by_user'].map((word) => [word, 'canceled']),
    ...['queued', 'pending', 'submitted', 'IN_QUEUE'].map((word) => [word, 'queued']),
    ...['running', 'processing', 'in_progress', 'rendering', 'constructor', '__proto__', ''].map((word) => [
      word,
      'running',
    ]),
    ...['not_completed', 'not_started', 'canceling', 'cancelling', 'aborting', 'stopping', 'retrying', 'not_ready'].map(
      (word) => [word, 'running'],
    ),
  ])('reads the status %j as %s', (word, status) => {
    expect(decodeJobState({ status: word }).status).toBe(status)
    expect(decodeJobState({ state: word }).status).toBe(status)
    expect(decodeJobState({ job: { status: word } }).status).toBe(status)
  })

  it.each([
    [{ audio_url: 'https://cdn.test/a.mp3' }, 'succeeded'],
    [{ error: 'Too loud' }, 'failed'],
    [{ status: 'running', audio_url: 'https://cdn.test/preview.mp3' }, 'running'],
    [{ status: 'COMPLETED', error: 'NSFW content' }, 'failed'],
    [{ status: 'done', error: { message: 'no' }, url: 'https://cdn.test/a.mp3' }, 'failed'],
    [{ status: 'done', errors: [{ message: 'no' }] }, 'failed'],
    [{ status: 'done', error_message: 'no' }, 'failed'],
    [{ status: 'done', failure_reason: 'no' }, 'failed'],
    [{ status: 'gave_up', error: 'no' }, 'failed'],
    [{ status: 'canceled', error: 'by the user' }, 'canceled'],
    [{ status: 'running', error: 'a worker was lost; trying again' }, 'running'],
    [{ status: 'queued', error: 'a worker was lost; trying again' }, 'queued'],
    [{ status: 'done', error: null }, 'succeeded'],
    [{ status: 'done', error: ' ' }, 'succeeded'],
    [{ status: 'done', error: false }, 'succeeded'],
    [{ status: 'done', error: { message: null } }, 'succeeded'],
    [{ status: 'done', errors: [] }, 'succeeded'],
    [{ status: 7 }, 'running'],
    [{}, 'running'],
    [null, 'running'],
    ['done', 'running'],
  ])('reads %j, as %s', (body, status) => {
    expect(decodeJobState(body).status).toBe(status)
  })

  it.each([
    [{ audio_url: 'https://cdn.test/a.mp3' }],
    [{ video_url: 'https://cdn.test/a.mp3' }],
    [{ url: 'https://cdn.test/a.mp3' }],
    [{ output: { url: 'https://cdn.test/a.mp3' } }],
    [{ output: 'https://cdn.test/a.mp3' }],
    [{ output: ['https://cdn.test/a.mp3', 'https://cdn.test/other.mp3'] }],
    [{ output: [{ url: 'https://cdn.test/a.mp3' }] }],
    [{ result: ['https://cdn.test/a.mp3'] }],
    [{ result: [{ video_url: 'https://cdn.test/a.mp3' }] }],
    [{ data: ['https://cdn.test/a.mp3'] }],
    [{ audio: { url: 'https://cdn.test/a.mp3' } }],
    [{ video: { url: 'https://cdn.test/a.mp3' } }],
    [{ result: { audio: 'https://cdn.test/a.mp3' } }],
    [{ output: { video: [{ url: 'https://cdn.test/a.mp3' }] } }],
    [{ result: { audio_url: 'https://cdn.test/a.mp3' } }],
    [{ result: { video_url: 'https://cdn.test/a.mp3' } }],
    [{ data: [{ url: 'https://cdn.test/a.mp3' }] }],
    [{ data: { url: 'https://cdn.test/a.mp3' } }],
    [{ audio_url: null, url: '', result: { url: 'https://cdn.test/a.mp3' } }],
    [{ url: 'https://cdn.test/a.mp3', result: { url: 'https://cdn.test/other.mp3' } }],
    [{ job: { audio_url: 'https://cdn.test/a.mp3' } }],
  ])('finds the result in %j', (body) => {
    expect(decodeJobState({ status: 'done', ...body }).url).toBe('https://cdn.test/a.mp3')
  })

  it('takes a path of the API for an address, and nothing that leads elsewhere', () => {
    expect(decodeJobState({ url: '/media/a.mp3' }).url).toBe('/media/a.mp3')
    for (const url of ['//evil.test/a', 'javascript:alert(1)', 'file:///etc/passwd', 'a.mp3', 7]) {
      expect(decodeJobState({ url }).url).toBeUndefined()
    }
  })

  it.each([
    [{ error: { message: 'why' }, detail: 'x' }],
    [{ error: 'why', detail: 'x' }],
    [{ error: { code: 7 }, detail: 'why', message: 'x' }],
    [{ message: ' why ' }],
    [{ errors: [{ message: 'why' }] }],
    [{ error_message: 'why', message: 'x' }],
    [{ error: null, failure_reason: 'why' }],
  ])('reads the reason of a failure from %j', (body) => {
    expect(decodeJobState({ status: 'failed', ...body }).reason).toBe('why')
    expect(decodeJobState({ status: 'running', ...body }).reason).toBeUndefined()
  })

  it.each([
    [{ progress: 0.25 }, 0.25],
    [{ progress: 25 }, 0.25],
    [{ progress: '25%' }, 0.25],
    [{ progress: '0.5%' }, 0.005],
    [{ progress_percent: 1 }, 0.01],
    [{ percent: 25 }, 0.25],
    [{ progress: 1 }, 1],
    [{ progress: 250 }, 1],
    [{ progress: 0 }, 0],
    [{ progress: -3 }, undefined],
    [{ progress: 'half' }, undefined],
    [{ progress: null }, undefined],
    [{ progress: {} }, undefined],
    [{ progress: { toString: 1, valueOf: 1 } }, undefined],
    [{ status: 'done', progress: 0.9 }, 1],
  ])('reads the progress of %j as %j', (body, progress) => {
    expect(decodeJobState(body).progress).toBe(progress)
  })

  it.each([1_714_867_200, 1_714_867_200_000, '2024-05-05T00:00:00Z', '2024-05-05T00:00:00+00:00'])(
    'reads the time %j',
    (created_at) => {
      expect(decodeJobState({ created_at }).createdAtMs).toBe(1_714_867_200_000)
    },
  )

  it('never throws and never invents, whatever the JSON', () => {
    const word = fc.constantFrom('done', 'failed', 'queued', 'https://cdn.test/a', '', 'x')
    const field = fc.constantFrom(
      'id',
      'job_id',
      'job',
      'status',
      'state',
      'progress',
      'error',
      'url',
      'data',
      'result',
    )
    const body = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.jsonValue(),
        fc.dictionary(field, tie('node')),
        fc.array(tie('node')),
      ),
    })).node
    fc.assert(
      fc.property(body, (value) => {
        const state = decodeJobState(value)
        expect(['queued', 'running', 'succeeded', 'failed', 'canceled']).toContain(state.status)
        expect(isSettled(state)).toBe(!['queued', 'running'].includes(state.status))
        expect(state.progress === undefined || (state.progress >= 0 && state.progress <= 1)).toBe(true)
        expect(state.url === undefined || /^(\/|https?:)/.test(state.url)).toBe(true)
        expect(state.createdAtMs === undefined || Number.isFinite(state.createdAtMs)).toBe(true)
        expect(['string', 'undefined']).toContain(typeof decodeJobId(value))
      }),
      { numRuns: 2_000 },
    )
  })
})

it.each([
  [{ id: 'a' }, 'a'],
  [{ job_id: 'a' }, 'a'],
  [{ job: { id: 'a' } }, 'a'],
  [{ job: 'a' }, 'a'],
  [{ id: 7 }, '7'],
  [{ id: null, job_id: 'a' }, 'a'],
  [{ id: '' }, undefined],
  [[], undefined],
  [null, undefined],
])('finds the id of %j: %j', (body, id) => {
  expect(decodeJobId(body)).toBe(id)
})
