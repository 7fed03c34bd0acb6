import '@mantine/dropzone/styles.css'
import { Group, Image, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconPhotoPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type FileProblem, FileProblems, imageTypes, maxMegabytes, toProblems } from './file-problems.tsx'
import { type Texts, useTexts } from './language.tsx'
import { useObjectUrls } from './use-object-urls.ts'

interface ImageTexts {
  readonly drop: string
  readonly limit: (megabytes: number, files: number) => string
  readonly image: (index: number) => string
}

const texts: Texts<ImageTexts> = {
  en: {
    drop: 'Drop an image here, or select one',
    limit: (megabytes, files) =>
      `PNG, JPEG, WebP or GIF, up to ${megabytes} MB${files > 1 ? `, at most ${files} images` : ''}`,
    image: (index) => `Selected image ${index}`,
  },
  ru: {
    drop: 'Перетащите сюда картинку или выберите её',
    limit: (megabytes, files) =>
      `PNG, JPEG, WebP или GIF, до ${megabytes} МБ${files > 1 ? `, не больше ${files} картинок` : ''}`,
    image: (index) => `Выбранная картинка ${index}`,
  },
}

interface ImageInputProps {
  readonly images: readonly File[]
  readonly maxFiles: number
  readonly onChange: (images: readonly File[]) => void
  /** Whether to show previews of the selected images. Defaults to `true`. */
  readonly hasPreview?: boolean | undefined
}

/** Renders an input for images by drag and drop, file selection, or keyboard. */
export function ImageInput({ images, maxFiles, onChange, hasPreview = true }: ImageInputProps) {
  const text = useTexts(texts)
  const urls = useObjectUrls(images)
  const [problems, setProblems] = useState<readonly FileProblem[]>([])
  return (
    <>
      <Dropzone
        accept={imageTypes}
        maxSize={maxMegabytes * 1024 * 1024}
        maxFiles={maxFiles}
        multiple={maxFiles > 1}
        onDrop={(files) => {
          setProblems([])
          onChange(files.slice(0, maxFiles))
        }}
        onReject={(rejections) => setProblems(toProblems(rejections, 'image'))}
        inputProps={{ 'aria-label': text.drop }}
        p="md"
      >
        <Group gap="md" justify="center" style={{ pointerEvents: 'none' }}>
          {hasPreview &&
            urls.map((url, index) => (
              <Image key={url} src={url} alt={text.image(index + 1)} h={96} w="auto" radius="sm" />
            ))}
          <IconPhotoPlus size={32} stroke={1.4} aria-hidden />
          <div>
            <Text size="sm">{text.drop}</Text>
            <Text size="xs" c="dimmed">
              {text.limit(maxMegabytes, maxFiles)}
            </Text>
          </div>
        </Group>
      </Dropzone>
      <FileProblems problems={problems} />
    </>
  )
}
