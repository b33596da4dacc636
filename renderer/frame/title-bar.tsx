import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core'
import {
  IconChevronDown,
  IconFolder,
  IconInfinity,
  IconMoon,
  IconQuestionMark,
  IconSearch,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { call } from '../bridge/looptool.ts'
import { useAct } from '../bridge/use-call.ts'
import { usePlace } from '../store/place.ts'
import { useProject } from '../store/project.ts'
import { useSettings } from '../store/settings.ts'
import { useUi } from '../store/ui.ts'

export function TitleBar() {
  const { t } = useTranslation()
  const show = useUi((state) => state.show)
  return (
    <header className="bar">
      <div className="row">
        <span className="brand">
          <IconInfinity size={22} aria-hidden />
          {t('app')}
        </span>
        <ProjectMenu />
      </div>
      <button type="button" className="finder" data-tour="finder" onClick={() => show('palette')}>
        <IconSearch size={15} aria-hidden />
        <span className="cut">{t('frame.search')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <div className="bar-end">
        <ThemeButton />
        <LanguageButton />
        <Tooltip label={t('frame.shortcuts')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('frame.shortcuts')}
            onClick={() => show('shortcuts')}
          >
            <IconQuestionMark size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  )
}

function ProjectMenu() {
  const { t } = useTranslation()
  const project = useProject((state) => state.project)
  const go = usePlace((state) => state.go)
  const act = useAct((name: 'system.showFolder' | 'project.close') =>
    name === 'project.close' ? call(name) : call(name, { folder: project?.folder ?? '' }),
  )
  if (!project) return <span className="soft cut">{t('frame.noProject')}</span>
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="quiet" title={t('frame.projectMenu')}>
          <span className="cut">{project.name}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{project.folder}</Menu.Label>
        <Menu.Item leftSection={<IconFolder size={14} />} onClick={() => void act.run('system.showFolder')}>
          {t('frame.showFolder')}
        </Menu.Item>
        <Menu.Item onClick={() => go({ page: 'settings', tab: 'disk' })}>{t('frame.asFiles')}</Menu.Item>
        <Menu.Item onClick={() => go({ page: 'home' })}>{t('frame.switchProject')}</Menu.Item>
        <Menu.Item onClick={() => void act.run('project.close')}>{t('frame.closeProject')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const THEMES = ['system', 'light', 'dark'] as const
const THEME_ICONS = { system: IconSunMoon, light: IconSun, dark: IconMoon }

function ThemeButton() {
  const { t } = useTranslation()
  const theme = useSettings((state) => state.settings?.theme ?? 'system')
  const act = useAct((next: (typeof THEMES)[number]) => call('settings.set', { theme: next }))
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  const Icon = THEME_ICONS[theme]
  const label = t('frame.theme', { name: t(`frame.themes.${theme}`) })
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => void act.run(next)}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  )
}

function LanguageButton() {
  const { t } = useTranslation()
  const language = useSettings((state) => state.settings?.language ?? 'en')
  const act = useAct(() => call('settings.set', { language: language === 'en' ? 'zh' : 'en' }))
  const other = language === 'en' ? t('palette.toChinese') : t('palette.toEnglish')
  return (
    <Tooltip label={other}>
      <button
        type="button"
        className="quiet"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => void act.run()}
      >
        {language === 'en' ? '中文' : 'English'}
      </button>
    </Tooltip>
  )
}
