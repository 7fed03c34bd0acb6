import { SimpleGrid } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { ImageCard } from './image-card.tsx'
import type { GeneratedImage } from './request-images.ts'
import { texts } from './texts.ts'

interface GeneratedImagesProps {
  readonly images: readonly GeneratedImage[]
  /** Called when the user chooses to edit an image. */
  readonly onEdit: (blob: Blob) => void
}

/** Renders the images of one request. */
export function GeneratedImages({ images, onEdit }: GeneratedImagesProps) {
  const text = useTexts(texts)
  return (
    <SimpleGrid cols={{ base: 1, sm: images.length > 1 ? 2 : 1 }} aria-label={text.results} role="group">
      {images.map((image, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the images of one request are never reordered
        <ImageCard key={index} image={image} onEdit={onEdit} />
      ))}
    </SimpleGrid>
  )
}
