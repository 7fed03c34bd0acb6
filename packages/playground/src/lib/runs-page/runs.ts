// The page /runs.html: shows a recorded run that is opened from a file. It sends nothing: its policy allows no connection.
import { element } from './element.ts'
import { readRun } from './read-run.ts'
import { renderRun } from './render-run.ts'

const main = document.querySelector('main') as HTMLElement
const input = document.querySelector('#file') as HTMLInputElement

async function open(file: File | undefined): Promise<void> {
  if (!file) return
  try {
    main.replaceChildren(...renderRun(readRun(await file.text()), file.name))
    document.title = `${file.name} – Mira playground`
  } catch (error) {
    const message = element('p', 'error', `Cannot show ${file.name}: ${(error as Error).message}.`)
    message.setAttribute('role', 'alert')
    main.replaceChildren(message)
  }
}

input.addEventListener('change', () => {
  void open(input.files?.[0])
  // Otherwise the same file could not be opened again after a change.
  input.value = ''
})

for (const type of ['dragover', 'dragleave', 'drop'] as const) {
  document.addEventListener(type, (event) => {
    event.preventDefault()
    document.body.classList.toggle('dropping', type === 'dragover')
    if (type === 'drop') void open(event.dataTransfer?.files[0])
  })
}

// Tab reaches every row and Enter opens it, as for any <details>; the arrow keys are shorter.
main.addEventListener('keydown', (event) => {
  const rows = [...main.querySelectorAll('summary')]
  const index = rows.indexOf(document.activeElement as HTMLElement)
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    Home: 0,
    End: rows.length - 1,
  }
  const target = index === -1 ? undefined : rows[steps[event.key] ?? -1]
  if (!target) return
  event.preventDefault()
  target.focus()
})
