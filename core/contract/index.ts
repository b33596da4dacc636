export * from './answer.ts'
export type * from './connection-views.ts'
export * from './contract.ts'
export type * from './views.ts'
