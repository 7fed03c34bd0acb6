import { spawn } from 'node:child_process'

/** Commands that open a URL in the browser of the user, by platform. */
const commands: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Opens a URL in the browser. Without a browser, a line on standard error says so. */
export function openBrowser(url: string): void {
  const [command = 'xdg-open', ...args] = process.env.BROWSER
    ? [process.env.BROWSER]
    : (commands[process.platform] ?? [])
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write(`Cannot open a browser with ${command}; open ${url} yourself\n`))
  child.unref()
}
