/** The version of the integration that this card was built for; the build puts it in. */

declare const __VERSION__: string;

export const VERSION: string = __VERSION__;
