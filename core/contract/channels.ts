/** The two channels of the door. Apart from the contract, so that the preload script stays free of it. */
export const CALL_CHANNEL = 'looptool:call'
export const PUSH_CHANNEL = 'looptool:push'
