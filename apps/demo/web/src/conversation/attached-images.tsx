import { ActionIcon, Group, Image } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTexts } from '../app/language.tsx'
import { useObjectUrls } from '../app/use-object-urls.ts'
import { texts } from './texts.ts'

interface AttachedImagesProps {
  readonly images: readonly Blob[]
  readonly onRemove: (image: Blob) => void
}

/** Renders previews of the images attached to a message. */
export function AttachedImages({ images, onRemove }: AttachedImagesProps) {
  const text = useTexts(texts)
  const urls = useObjectUrls(images)
  return (
    <Group gap="xs">
      {urls.map((url, index) => (
        <div key={url} className="attached">
          <Image src={url} alt={text.image(index + 1)} h={64} w="auto" radius="sm" />
          <ActionIcon
            size="sm"
            color="dark"
            aria-label={`${text.remove} ${index + 1}`}
            onClick={() => onRemove(images[index]!)}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
    </Group>
  )
}
