import { Group, Image, Title, Tooltip, UnstyledButton } from '@mantine/core'
import { useMemo } from 'react'
import { useTexts } from '../../app/language.tsx'
import { useObjectUrls } from '../../app/use-object-urls.ts'
import type { GeneratedImage } from './request-images.ts'
import { texts } from './texts.ts'

interface EarlierImagesProps {
  readonly images: readonly GeneratedImage[]
  readonly onShow: (image: GeneratedImage) => void
}

/** Renders the images of earlier requests as buttons that show them again. */
export function EarlierImages({ images, onShow }: EarlierImagesProps) {
  const text = useTexts(texts)
  const urls = useObjectUrls(useMemo(() => images.map(({ blob }) => blob), [images]))
  if (images.length === 0) return null
  return (
    <section aria-label={text.earlier}>
      <Title order={2} size="h5" mb="xs">
        {text.earlier}
      </Title>
      <Group gap="xs">
        {images.map((image, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one prompt can have several images
          <Tooltip key={index} label={image.prompt}>
            <UnstyledButton onClick={() => onShow(image)} className="sample-image">
              <Image src={urls[index]} alt={image.prompt} h={72} w={72} radius="sm" fit="cover" />
            </UnstyledButton>
          </Tooltip>
        ))}
      </Group>
    </section>
  )
}
