import { Button, Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PAGES } from '../store/place.ts'
import { startTour } from '../store/start-tour.ts'
import { useUi } from '../store/ui.ts'

const KEYS = [
  ['palette', ['Ctrl K']],
  ['pages', ['Ctrl 1', `Ctrl ${Math.min(9, PAGES.length)}`]],
  ['settings', ['Ctrl ,']],
  ['find', ['/']],
  ['rows', ['J', 'K']],
  ['open', ['Enter']],
  ['close', ['Esc']],
  ['verdict', ['1', '2', '3', '4']],
  ['edit', ['E']],
  ['undo', ['U']],
  ['help', ['?']],
] as const

export function Shortcuts() {
  const { t } = useTranslation()
  const overlay = useUi((state) => state.overlay)
  const show = useUi((state) => state.show)
  return (
    <Modal
      opened={overlay === 'shortcuts'}
      onClose={() => show(null)}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('shared.close') }}
      transitionProps={{ duration: 100 }}
    >
      <dl className="key-list">
        {KEYS.map(([name, keys]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && (name === 'pages' ? ' … ' : ' ')}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <Button
        mt="md"
        size="xs"
        variant="default"
        onClick={() => {
          show(null)
          startTour()
        }}
      >
        {t('tour.start')}
      </Button>
    </Modal>
  )
}
