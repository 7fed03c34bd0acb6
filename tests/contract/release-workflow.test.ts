import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')

/** The jobs of the workflow, by name. */
const jobs = Object.fromEntries(
  text
    .slice(text.indexOf('\njobs:\n') + '\njobs:'.length)
    .split(/\n(?= {2}[a-z]+:\n)/)
    .filter((job) => job.trim() !== '')
    .map((job) => [job.trim().slice(0, job.trim().indexOf(':')), job]),
)

describe('the release workflow', () => {
  it('has a job for each step', () => {
    expect(Object.keys(jobs)).toEqual(['version', 'pack', 'publish', 'announce', 'artifacts'])
  })

  it('publishes without a token, to no registry by name', () => {
    expect(text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|_authToken|registry-url|registry\./)
  })

  it('gives the identity to the one job that publishes, which installs and builds nothing', () => {
    const holders = Object.keys(jobs).filter((name) => jobs[name]?.includes('id-token: write'))
    expect(holders).toEqual(['publish'])
    expect(text).toContain('\npermissions: {}\n')
    const commands = [...(jobs.publish ?? '').matchAll(/run: (.+)/g)].map(([, command]) => command)
    expect(commands).toEqual(['node scripts/release/publish.mjs release'])
  })

  it('lets jobs that run code of dependencies write nothing, besides the pull request', () => {
    for (const name of ['pack', 'artifacts']) {
      expect(jobs[name]).not.toMatch(/(contents|packages|pull-requests): write/)
      expect(jobs[name]).toContain('persist-credentials: false')
    }
  })

  it('runs scripts that exist', () => {
    const scripts = [...text.matchAll(/node (scripts\/\S+)/g)].map(([, path = '']) => path)
    expect(scripts.length).toBeGreaterThan(4)
    for (const path of scripts) expect(existsSync(join(root, path)), path).toBe(true)
  })
})
