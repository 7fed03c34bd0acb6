import { expect, it } from 'vitest'
import { createPng, toDataUri } from '../../test-support/png.test-support.ts'
import { startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const image = toDataUri(createPng())
const path = '/v1/vision/locate'

it.each([{ image }, { image_url: image }, { image_url: { url: image } }])('finds something in %o', async (source) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, { ...source, target: 'the square' })
  expect(await answer.json()).toEqual({
    found: true,
    box: { x: 0, y: 0, width: 0.5, height: 0.5 },
    boxes: [{ x: 0, y: 0, width: 0.5, height: 0.5, label: 'square', confidence: 0.9 }],
    label: 'square',
    confidence: 0.9,
  })
  expect(await server.chargedKopecks()).toBe(50)
})

it.each(['query', 'prompt', 'description'])('takes what to look for as %s', async (name) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, { image, [name]: 'the square' })
  expect(await answer.json()).toMatchObject({ found: true })
})

it.each([
  { grid: { rows: 2, cols: 2 }, cells: [{ row: 0, col: 0 }] },
  { grid: { rows: 1, cols: 1 }, cells: [{ row: 0, col: 0 }] },
  {
    grid: undefined,
    cells: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ].map(([row, col]) => ({ row, col })),
  },
])('gives the cells of a grid of $grid', async ({ grid, cells }) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, { image, target: 'square', mode: 'grid', grid })
  expect(await answer.json()).toMatchObject({ found: true, grid: grid ?? { rows: 3, cols: 3 }, cells })
})

it('says that something is not there', async () => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, { image, target: 'a dog', mode: 'grid' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ found: false, box: null, boxes: [], cells: [] })
})

it.each([
  { body: { image }, status: 422, detail: 'target: ' },
  { body: { target: 'a' }, status: 422, detail: 'image: ' },
  { body: { image, target: 'a', mode: 'circle' }, status: 422, detail: 'mode: ' },
  { body: { image, target: 'a', grid: { rows: 0, cols: 1 } }, status: 422, detail: 'grid.rows: ' },
  { body: { image: 'data:image/png;base64,AAAA', target: 'a' }, status: 400, detail: 'image: expected a PNG' },
])('refuses case %#', async ({ body, status, detail }) => {
  await using server = await startMediaServer()
  const answer = await server.call('POST', path, body)
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
})
