import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-page-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(browserIsMissing)('the page of mira-server', { timeout: 300_000 }, () => {
  it('opens at /, and answers in the chat without a key', async () => {
    const fixtures = join(folder, 'hello.yaml')
    await writeFile(fixtures, '- match: { user: Hello }\n  answer: { text: An answer from a file }\n')
    const opened = join(folder, 'opened')
    const opener = join(folder, 'open.sh')
    await writeFile(opener, `#!/bin/sh\nprintf %s "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`)
    await chmod(opener, 0o755)
    const args = [
      '--port',
      '0',
      '--data-dir',
      join(folder, 'data'),
      '--fixtures',
      fixtures,
      '--strict',
      '--open',
      '--log-level',
      'silent',
    ]
    const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', BROWSER: opener }
    const server = spawn(process.execPath, ['--conditions=@mira/source', inject('serverCommand'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      let banner = ''
      server.stdout.on('data', (bytes) => {
        banner += bytes
      })
      await expect.poll(() => existsSync(opened)).toBe(true)
      const url = await readFile(opened, 'utf8')
      expect(banner).toMatch(new RegExp(`Playground +${url}`))
      await using browser = await launchBrowser()
      const page = await browser.newPage({ locale: 'en-GB' })
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.goto(url)
      await page.waitForURL('**/chat')
      await page.getByLabel('Write a message').fill('Hello')
      await page.keyboard.press('Enter')
      await page.getByText('An answer from a file').waitFor()
      await page.getByRole('navigation').getByRole('link', { name: 'Account' }).click()
      await page.getByText('Playground').first().waitFor()
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
      // Each screen of the navigation has a URL of its own on the server.
      const links = await page.getByRole('navigation').getByRole('link').all()
      const urls = await Promise.all(links.map((link) => link.getAttribute('href')))
      expect(urls.length).toBeGreaterThan(10)
      for (const path of urls) {
        const response = await fetch(new URL(path!, url), { headers: { accept: 'text/html' } })
        expect([path, response.status]).toEqual([path, 200])
        await response.body?.cancel()
      }
      expect(complaints).toEqual([])
    } finally {
      server.kill('SIGKILL')
    }
  })
})
