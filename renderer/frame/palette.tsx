import { Kbd, Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUi } from '../store/ui.ts'
import { type Command, useCommands } from './commands.ts'
import { useFinds } from './finds.ts'

const MOST = 50

export function Palette() {
  const { t } = useTranslation()
  const open = useUi((state) => state.overlay === 'palette')
  const show = useUi((state) => state.show)
  return (
    <Modal
      opened={open}
      onClose={() => show(null)}
      withCloseButton={false}
      size={560}
      yOffset="10vh"
      transitionProps={{ duration: 100 }}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
    >
      {open && <Finder close={() => show(null)} />}
    </Modal>
  )
}

const fits = (command: Command, text: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${command.label} ${command.id}`.toLowerCase().includes(word))

function Finder({ close }: { close(): void }) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const commands = useCommands(true)
    .filter((command) => fits(command, text.trim()))
    .slice(0, MOST)
  // What the engine finds comes a little later, so it stands below: nothing moves under a chosen line.
  const finds = useFinds(text)
  const found = [...commands, ...finds.found]
  useEffect(() => {
    document.getElementById(`${id}${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])

  const run = (command: Command | undefined) => {
    if (!command) return
    close()
    // What goes wrong shows on the page that is opened, or nothing changes.
    void Promise.resolve(command.run()).catch(() => undefined)
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + found.length) % Math.max(1, found.length))
    }
    if (event.key === 'Enter') run(found[at])
  }
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}${at}` : undefined}
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
      />
      <div className="palette-list" id={id} role="listbox" aria-label={t('palette.title')} tabIndex={-1}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the text field has the keys
          <div
            key={`${command.group} ${command.id}`}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === at}
            className="palette-item"
            onClick={() => run(command)}
          >
            <span className="cut">{command.label}</span>
            <span className="row soft small">
              {t(`palette.group.${command.group}`)}
              {command.hint !== undefined && <Kbd size="xs">{command.hint}</Kbd>}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="soft small" aria-busy={finds.busy}>
          {finds.busy ? t('palette.searching') : t('palette.empty', { text })}
        </p>
      )}
    </>
  )
}
