export declare const root: string
export declare function electronPath(): string | undefined
