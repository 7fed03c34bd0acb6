import { Group, Image, Text, Tooltip, UnstyledButton } from '@mantine/core'
import shapes from '../../../../../examples/node/files/sign.png'
import coffee from '../../../assets/coffee.jpg'
import { type Texts, useTexts } from './language.tsx'

const samples = [
  { name: 'coffee', url: coffee, type: 'image/jpeg', file: 'coffee.jpg' },
  { name: 'shapes', url: shapes, type: 'image/png', file: 'shapes.png' },
] as const

const texts: Texts<Record<'label' | (typeof samples)[number]['name'], string>> = {
  en: { label: 'Or use a sample:', coffee: 'A cup of coffee', shapes: 'Colored shapes' },
  ru: { label: 'Или возьмите пример:', coffee: 'Чашка кофе', shapes: 'Цветные фигуры' },
}

/** Renders sample images as buttons, for users without one at hand. */
export function SampleImages({ onSelect }: { readonly onSelect: (image: File) => void }) {
  const text = useTexts(texts)
  async function select({ url, file, type }: (typeof samples)[number]) {
    const content = await fetch(url).then((response) => response.blob())
    onSelect(new File([content], file, { type }))
  }
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {text.label}
      </Text>
      {samples.map((sample) => (
        <Tooltip key={sample.name} label={text[sample.name]}>
          <UnstyledButton onClick={() => void select(sample)} className="sample-image">
            <Image src={sample.url} alt={text[sample.name]} h={48} w={64} radius="sm" fit="cover" />
          </UnstyledButton>
        </Tooltip>
      ))}
    </Group>
  )
}
