import { Alert } from '@mantine/core'
import { IconFileAlert } from '@tabler/icons-react'
import { type Texts, useTexts } from './language.tsx'

/** Media types of the images that the API accepts. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

/** Maximum size of a file, in megabytes. */
export const maxMegabytes = 20

/** A file that cannot be used, and why. */
export interface FileProblem {
  readonly name: string
  readonly reason: 'image' | 'audio' | 'size' | 'count'
}

const texts: Texts<Readonly<Record<FileProblem['reason'], (name: string) => string>>> = {
  en: {
    image: (name) => `${name} is not an image. Choose a PNG, JPEG, WebP or GIF file.`,
    audio: (name) => `${name} is not a recording. Choose a WAV, MP3, OGG, WebM or FLAC file.`,
    size: (name) => `${name} is larger than ${maxMegabytes} MB.`,
    count: (name) => `${name} is one file too many.`,
  },
  ru: {
    image: (name) => `${name} — не картинка. Выберите файл PNG, JPEG, WebP или GIF.`,
    audio: (name) => `${name} — не звукозапись. Выберите файл WAV, MP3, OGG, WebM или FLAC.`,
    size: (name) => `${name} больше ${maxMegabytes} МБ.`,
    count: (name) => `${name} — лишний файл.`,
  },
}

/** Separates the images that can be used from other files. */
export function checkImages(files: readonly File[]): {
  readonly accepted: readonly File[]
  readonly problems: readonly FileProblem[]
} {
  const problems = files.flatMap(({ name, type, size }): FileProblem[] => {
    if (!imageTypes.includes(type)) return [{ name, reason: 'image' }]
    return size > maxMegabytes * 1024 * 1024 ? [{ name, reason: 'size' }] : []
  })
  const refused = new Set(problems.map(({ name }) => name))
  return { accepted: files.filter(({ name }) => !refused.has(name)), problems }
}

interface Rejection {
  readonly file: File
  readonly errors: readonly { readonly code: string }[]
}

/** Converts the rejections of a drop zone; `kind` is what the zone accepts. */
export function toProblems(rejections: readonly Rejection[], kind: 'image' | 'audio'): readonly FileProblem[] {
  return rejections.map(({ file: { name }, errors }) => ({ name, reason: toReason(errors[0]?.code, kind) }))
}

function toReason(code: string | undefined, kind: 'image' | 'audio'): FileProblem['reason'] {
  if (code === 'file-too-large') return 'size'
  return code === 'too-many-files' ? 'count' : kind
}

/** Renders why files were not accepted. */
export function FileProblems({ problems }: { readonly problems: readonly FileProblem[] }) {
  const text = useTexts(texts)
  if (problems.length === 0) return null
  return (
    <Alert color="orange" role="alert" icon={<IconFileAlert />} style={{ overflowWrap: 'anywhere' }}>
      {problems.map(({ name, reason }) => (
        <div key={name}>{text[reason](name)}</div>
      ))}
    </Alert>
  )
}
