import { IconListDetails, IconSparkles, IconTool, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DialogRole } from '#core/endpoint/role.ts'

const ICONS = { planner: IconListDetails, user: IconUser, assistant: IconSparkles, tool: IconTool }

/** A role's icon and name, the same everywhere. */
export function RoleName({ who }: { readonly who: DialogRole }) {
  const { t } = useTranslation()
  const Icon = ICONS[who]
  return (
    <span className={`role role-${who}`}>
      <Icon size={16} aria-hidden />
      {t(`role.${who}`)}
    </span>
  )
}
