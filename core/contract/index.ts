export * from './answer.ts'
export * from './contract.ts'
export type * from './views.ts'
