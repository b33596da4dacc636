import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly busy: boolean
  pick(): void
  drop(files: Iterable<File>): void
}

export function ChooseFiles({ busy, pick, drop }: Props) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <section
      className={over ? 'drop over' : 'drop'}
      aria-label={t('tools.drop')}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        drop(event.dataTransfer.files)
      }}
    >
      <IconFileImport size={40} stroke={1.3} aria-hidden />
      <h2>{busy ? t('tools.reading') : t('tools.drop')}</h2>
      <p className="soft">{t('tools.dropText')}</p>
      <Button loading={busy} onClick={pick}>
        {t('tools.choose')}
      </Button>
      <p className="soft small empty-text">{t('tools.emptyText')}</p>
    </section>
  )
}
