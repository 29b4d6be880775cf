/** What an action refuses, in the user's words. */

import type { Failure, Hass } from "./hass.js";
import type { Say } from "./words.js";

export interface Told {
  text: string;
  /** What was refused, as Home Assistant knows it. */
  key: string;
}

/** What a lost connection is to Home Assistant's frontend: a code, or nothing but this number. */
const LOST = 3;

export async function told(hass: Hass, failure: Failure, say: Say): Promise<Told> {
  const { translation_domain: domain, translation_key: key, code, message } = failure;
  let text = "";
  if (domain && key && hass.loadBackendTranslation) {
    const localize = await hass.loadBackendTranslation("exceptions", domain);
    text = localize(`component.${domain}.exceptions.${key}.message`, failure.translation_placeholders ?? {});
  }
  text ||= (message ?? "").replace(/^Validation error: /, "") || String(code ?? "");
  if (!text || code === LOST || failure instanceof TypeError) return { text: say("no_answer"), key: "" };
  return { text: key ? text : say("not_done", { why: text }), key: key ?? "" };
}
