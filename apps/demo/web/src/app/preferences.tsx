import { ActionIcon, Group, Select, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { type Language, languages, type Texts, useLanguage, useTexts } from './language.tsx'

const texts: Texts<Record<'language' | 'scheme', string>> = {
  en: { language: 'Language', scheme: 'Color scheme' },
  ru: { language: 'Язык', scheme: 'Цветовая схема' },
}

/** Renders the language and color scheme controls. */
export function Preferences() {
  const text = useTexts(texts)
  const { language, choose } = useLanguage()
  const { colorScheme, toggleColorScheme } = useMantineColorScheme()
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label={text.language}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(value) => value && choose(value as Language)}
        allowDeselect={false}
        w={120}
        size="xs"
      />
      <ActionIcon variant="default" size="lg" onClick={toggleColorScheme} aria-label={text.scheme}>
        {colorScheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Group>
  )
}
