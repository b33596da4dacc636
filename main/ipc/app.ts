import type { AppInfo, Handlers } from '#core/contract/index.ts'

export const appHandlers = (info: AppInfo): Handlers<'app.info'> => ({ 'app.info': () => info })
