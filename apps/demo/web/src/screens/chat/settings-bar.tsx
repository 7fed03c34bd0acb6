import { Button, Group, Select, Switch } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { memo } from 'react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'
import type { ChatSettings } from './turn.ts'

interface SettingsBarProps {
  readonly settings: ChatSettings
  readonly onChange: (settings: ChatSettings) => void
  readonly isEmpty: boolean
  readonly onClear: () => void
}

/** Renders the settings of the conversation and the button for a new one. */
export const SettingsBar = memo(function SettingsBar({ settings, onChange, isEmpty, onClear }: SettingsBarProps) {
  const text = useTexts(texts)
  return (
    <Group gap="md" align="end">
      <Select
        label={text.model}
        data={['mira', 'mira-thinking']}
        value={settings.model}
        onChange={(model) => model && onChange({ ...settings, model })}
        allowDeselect={false}
        size="xs"
        w={160}
      />
      <Switch
        label={text.tools}
        checked={settings.usesTools}
        onChange={(event) => onChange({ ...settings, usesTools: event.currentTarget.checked })}
      />
      <Switch
        label={text.json}
        checked={settings.isJson}
        onChange={(event) => onChange({ ...settings, isJson: event.currentTarget.checked })}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={onClear}
        disabled={isEmpty}
      >
        {text.clear}
      </Button>
    </Group>
  )
})
