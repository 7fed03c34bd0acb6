import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { install, type Manager, type Sources } from './managers.ts'
import { programOf, type Readme, writeProgram } from './readme.ts'
import { capture } from './run.ts'

/** What programs need to reach the local server. */
export interface ServerAddress {
  readonly MIRA_BASE_URL: string
  readonly MIRA_API_KEY: string
}

/** A package to install as its README says. */
export interface Installable {
  readonly name: string
  readonly readme: Readme
}

/** Where packages come from, and what their programs call. */
export interface Surroundings extends Sources {
  /** Empty folder for projects. */
  readonly folder: string
  readonly server: ServerAddress
}

/** Outcome of an install and a run of the README's first program: the problem of each, or undefined. */
export interface InstallCheck {
  readonly installProblem?: string | undefined
  readonly programProblem?: string | undefined
}

/** Installs a package in an empty folder, as its README says, and runs the first program of the README. */
export async function checkInstall(
  { name, readme }: Installable,
  manager: Manager,
  surroundings: Surroundings,
): Promise<InstallCheck> {
  const { folder, server } = surroundings
  const project = join(folder, `${name.replace('@mira/', '')}-${manager.name}`)
  mkdirSync(project)
  const program = programOf(name)
  try {
    const names = new Set([...readme.installs, ...(program.extra ?? [])])
    await install(manager, project, [...names], surroundings)
    const command =
      program.command === undefined ? [...manager.run, 'program.js'] : [...manager.exec, ...program.command]
    if (program.command === undefined) await writeProgram(project, readme, program)
    const outcome = await capture(command, { cwd: project, env: { ...process.env, ...server }, timeoutMs: 300_000 })
    const isRight = outcome.status === 0 && program.prints.test(outcome.stdout)
    const output = `${outcome.stdout.slice(-600)}${outcome.stderr.slice(-1_200)}`
    return isRight ? {} : { programProblem: `ended with ${outcome.status}: ${output}` }
  } catch (error) {
    return { installProblem: (error as Error).message.slice(-1_500) }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}
