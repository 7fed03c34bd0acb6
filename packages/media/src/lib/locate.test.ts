import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locate } from './locate.ts'
import { readLocateResult } from './locate-result.ts'

const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 }
const corners = [0.25, 0.5, 0.75, 0.75]
const image = 'https://example.com/street.jpg'

describe('readLocateResult', () => {
  it.each([
    ['x, y, width, height', { box }],
    ['x, y, w, h', { bbox: { x: 0.25, y: 0.5, w: 0.5, h: 0.25 } }],
    ['x1, y1, x2, y2', { bounding_box: { x1: 0.25, y1: 0.5, x2: 0.75, y2: 0.75 } }],
    ['xmin, ymin, xmax, ymax', { boundingBox: { xmin: 0.25, ymin: 0.5, xmax: 0.75, ymax: 0.75 } }],
    ['x_min, y_min, x_max, y_max', { box: { x_min: 0.25, y_min: 0.5, x_max: 0.75, y_max: 0.75 } }],
    ['left, top, right, bottom', { box: { left: 0.25, top: 0.5, right: 0.75, bottom: 0.75 } }],
    ['left, top, width, height', { box: { left: 0.25, top: 0.5, width: 0.5, height: 0.25 } }],
    ['corners in the wrong order', { box: { x1: 0.75, y1: 0.75, x2: 0.25, y2: 0.5 } }],
    ['two corners', { box: corners }],
    ['a corner and a size', { box: [0.25, 0.5, 0.5, 0.25] }],
    ['numbers as text', { box: { x: '0.25', y: '0.5', width: '0.5', height: '0.25' } }],
    ['the reply itself', box],
    ['a list that is the reply', [box]],
    ['four numbers that are the reply', corners],
    ['boxes', { boxes: [corners] }],
    ['objects', { objects: [{ bbox: corners }] }],
    ['data', { data: [{ box }] }],
    ['data around it', { data: { box } }],
    ['results', { results: [box], box: null }],
    ['an empty list beside a box', { boxes: [], box }],
  ])('reads %s', (_, raw) => {
    expect(readLocateResult(raw)).toEqual({ found: true, boxes: [box], raw })
  })

  it.each([
    [
      'several with their descriptions',
      {
        objects: [
          { label: 'cat', score: 0.9, box },
          { name: 'dog', confidence: 0.5, bbox: corners },
        ],
      },
      [
        { ...box, label: 'cat', confidence: 0.9 },
        { ...box, label: 'dog', confidence: 0.5 },
      ],
    ],
    [
      'a description around the box',
      { label: 'cat', confidence: 0.9, box: corners },
      [{ ...box, label: 'cat', confidence: 0.9 }],
    ],
    [
      'all of a list rather than the best beside it',
      { box, boxes: [corners, { ...box, class: 'dog' }] },
      [box, { ...box, label: 'dog' }],
    ],
    ['edges that are a little off', { box: [-0.25, 0.5, 1.5, 0.75] }, [{ x: 0, y: 0.5, width: 1, height: 0.25 }]],
  ])('reads %s', (_, raw, boxes) => {
    expect(readLocateResult(raw)).toEqual({ found: true, boxes, raw })
  })

  it.each([
    ['null', null],
    ['a null box', { box: null }],
    ['no boxes', { boxes: [] }],
    ['no cells', { cells: [] }],
    ['found: false', { found: false }],
    ['nothing', {}],
    ['a number', 5],
  ])('takes %s for not found', (_, raw) => {
    expect(readLocateResult(raw)).toMatchObject({ found: false, boxes: [], raw })
  })

  it('believes what the server says of it', () => {
    expect(readLocateResult({ found: false, box })).toMatchObject({ found: false, boxes: [box] })
    expect(readLocateResult({ found: true, area: 'left half' })).toMatchObject({ found: true, boxes: [] })
  })

  it.each([
    ['pixels', { box: [10, 20, 300, 400] }],
    ['a box without area', { box: { x: 0.5, y: 0.5, width: 0, height: 0.1 } }],
  ])('leaves %s to raw', (_, raw) => {
    expect(readLocateResult(raw)).toEqual({ found: true, boxes: [], raw })
  })

  const grid = { rows: 3, cols: 4 }
  const cells = [
    { row: 0, col: 1 },
    { row: 2, col: 3 },
  ]
  it.each([
    ['numbers and the grid of the reply', { cells: [1, 11], grid }, undefined],
    ['numbers and the grid of the request', { cells: [1, 11] }, grid],
    ['numbers and rows beside them', { cells: [1, 11], rows: 3, cols: 4 }, { rows: 9, cols: 9 }],
    ['numbers and columns', { cells: [1, 11], grid: { rows: 3, columns: 4 } }, undefined],
    ['numbers and a size as a list', { cells: [1, 11], grid_size: [3, 4] }, undefined],
    [
      'pairs',
      {
        cells: [
          [0, 1],
          [2, 3],
        ],
      },
      grid,
    ],
    ['row and col', { cells }, grid],
    ['row and column', { cells: cells.map(({ row, col: column }) => ({ row, column })) }, grid],
    ['index', { cells: [{ index: 1 }, { index: 11 }] }, grid],
    ['cells of the grid', { grid: { ...grid, cells } }, undefined],
    ['cells in data', { data: { cells } }, grid],
    ['cells among what is none', { cells: [...cells, null, -1, 0.5, [1], { row: 'x' }, 'a'] }, grid],
  ])('reads %s', (_, raw, requested) => {
    expect(readLocateResult(raw, requested)).toEqual({ found: true, boxes: [], cells, grid, raw })
  })

  it('leaves numbered cells of an unknown grid to raw', () => {
    expect(readLocateResult({ cells: [3] })).toEqual({
      found: true,
      boxes: [],
      cells: [],
      grid: undefined,
      raw: { cells: [3] },
    })
  })

  it('reads any JSON without failing, and keeps boxes within the image', () => {
    const number = fc.oneof(
      fc.double(),
      fc.double({ min: -3, max: 3 }),
      fc.integer(),
      fc.double({ min: 0, max: 1 }).map(String),
    )
    const name = fc.constantFrom(
      'x',
      'y',
      'width',
      'height',
      'x1',
      'y1',
      'x2',
      'y2',
      'left',
      'top',
      'right',
      'bottom',
      'box',
      'boxes',
      'data',
      'objects',
      'cells',
      'grid',
      'rows',
      'cols',
      'found',
      'label',
      '__proto__',
    )
    const { reply } = fc.letrec((tie) => ({
      reply: fc.oneof(
        { depthSize: 'medium' },
        number,
        fc.jsonValue(),
        fc.tuple(number, number, number, number),
        fc.array(tie('reply'), { maxLength: 5 }),
        fc.dictionary(name, tie('reply')),
      ),
    }))
    fc.assert(
      fc.property(reply, reply, (raw, requested) => {
        const { boxes, cells = [] } = readLocateResult(JSON.parse(JSON.stringify(raw) ?? 'null'), requested)
        for (const { x, y, width, height } of boxes) {
          for (const edge of [x, y, width, height, x + width, y + height]) {
            expect(edge).toBeGreaterThanOrEqual(0)
            expect(edge).toBeLessThanOrEqual(1)
          }
          expect(width * height).toBeGreaterThanOrEqual(0)
        }
        for (const { row, col } of cells) expect(Number.isSafeInteger(row) && Number.isSafeInteger(col)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('reads a reply nested as deeply as JSON can be', () => {
    const depth = 5_000
    const raw = JSON.parse('{"box":['.repeat(depth) + ']}'.repeat(depth))
    expect(readLocateResult(raw).boxes).toEqual([])
  })
})

describe('locate', () => {
  it('sends the image, the target and what else it is given', async () => {
    await using server = await startTestServer({ 'POST /v1/vision/locate': { json: { box } } })
    const params = { image, target: 'the red car', mode: 'grid', grid: { rows: 2, cols: 2 }, detail: 'high' }
    const result = await locate(createClient({ baseUrl: server.url }), params)
    expect(server.requests[0]?.json()).toEqual(params)
    expect(result.boxes).toEqual([box])
  })

  it.each([
    ['an image as a file', new Blob(['\xff\xd8\xff'].map((text) => Buffer.from(text, 'latin1')))],
    ['an image as bytes', new Uint8Array([0xff, 0xd8, 0xff])],
    ['an image as a data URI', 'data:image/jpeg;base64,/9j/'],
  ])('sends %s', async (_, file) => {
    await using server = await startTestServer({ 'POST /v1/vision/locate': { json: null } })
    expect(await locate(createClient({ baseUrl: server.url }), { image: file, target: 'car' })).toMatchObject({
      found: false,
    })
    expect(server.requests[0]?.json()).toEqual({ image: 'data:image/jpeg;base64,/9j/', target: 'car' })
  })

  it.each([
    { detail: 'Target not found' },
    { detail: 'No object matches the description' },
    { detail: 'Not found in the image' },
    { detail: 'Nothing found' },
    { detail: 'Could not locate "page"' },
    { detail: 'page not found' },
    { error: { message: 'x', code: 'target_not_found' } },
    { found: false },
  ])('takes a 404 that says %o for not found', async (json) => {
    await using server = await startTestServer({ 'POST /v1/vision/locate': { status: 404, json } })
    const result = await locate(createClient({ baseUrl: server.url }), { image, target: 'Page' })
    expect(result).toEqual({ found: false, boxes: [], raw: json })
  })

  it.each([
    { status: 404, json: { detail: 'Not Found' } },
    { status: 404, json: { detail: 'Endpoint not found' } },
    { status: 404, json: { detail: 'Image not found' } },
    { status: 404, json: { detail: 'No model matches mira-9' } },
    { status: 404, json: { error: { code: 'endpoint_not_found' } } },
    { status: 404 },
    { status: 404, html: '<title>404 Not Found</title>' },
    { status: 400, json: { detail: 'target not found' } },
    { status: 422, json: { found: false } },
  ])('keeps %o an error', async (reply) => {
    await using server = await startTestServer({ 'POST /v1/vision/locate': reply })
    const call = locate(createClient({ baseUrl: server.url }), { image, target: 'car' })
    await expect(call).rejects.toMatchObject({ status: reply.status, operation: 'vision.locate' })
  })

  it.each([{ image, target: '' }, { image }, { target: 'car' }, { image: 'a.jpg', target: 'car' }])(
    'refuses %o',
    async (params) => {
      const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
      await expect(locate(client, params as never)).rejects.toThrow(TypeError)
    },
  )
})
