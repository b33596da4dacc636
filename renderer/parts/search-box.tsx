import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly label: string
  readonly value: string
  readonly width?: number | string
  onSearch(text: string): void
}

const PAUSE_MS = 200

/** Searches when typing pauses. `/` puts the cursor here. */
export function SearchBox({ label, value, width = 260, onSearch }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => setText(value), [value])
  return (
    <TextInput
      size="xs"
      w={width}
      data-page-search
      aria-label={label}
      placeholder={label}
      value={text}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text === '' ? undefined : (
          <CloseButton
            size="xs"
            aria-label={t('shared.clear')}
            onClick={() => {
              setText('')
              onSearch('')
            }}
          />
        )
      }
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(text)
      }}
    />
  )
}
