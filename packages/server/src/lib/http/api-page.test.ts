import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

it('serves a page of the API to browsers, and an index to programs', async () => {
  await using server = await startWordServer()
  const page = await fetch(server.url, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const html = await page.text()
  expect(html).toContain('openapi.json')
  expect(await (await fetch(server.url)).json()).toMatchObject({ openapi: '/openapi.json' })
})

it('loads nothing from other origins, and allows only its own script and style', async () => {
  await using server = await startWordServer()
  const page = await fetch(server.url, { headers: { accept: 'text/html' } })
  const html = await page.text()
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  const policy = page.headers.get('content-security-policy')
  for (const [tag, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ]) {
    const [, text] = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(html)!
    expect(policy).toContain(`${directive} 'sha256-${createHash('sha256').update(text!).digest('base64')}'`)
  }
  expect(policy).toContain("default-src 'none'")
})
