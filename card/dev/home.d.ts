/** The pretended home has no types of its own: it plays what comes over the wire. */
export const STATES: any;
export const PretendedConnection: any;
export const walker: (change?: any) => any;
export const pretendedHass: (connection: any, change?: any) => any;
