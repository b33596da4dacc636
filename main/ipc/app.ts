import type { AppInfo, Handlers, Licence } from '#core/contract/index.ts'

/** @param about read when asked: the weights' hash takes a moment */
export const appHandlers = (
  about: () => Promise<AppInfo>,
  licences: () => Promise<Licence[]>,
): Handlers<'app.info' | 'app.licences'> => ({ 'app.info': about, 'app.licences': licences })
