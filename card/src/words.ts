/**
 * The card's own words, by language; where a language lacks one, English.
 *
 * They are not in the integration's translations: Home Assistant knows no category there for what a card says. English is part
 * of the card; another language lies beside it as a file of its own, so that nobody loads what they do not read. What an action
 * refuses is told in Home Assistant's own translations.
 */

import { en } from "./words-en.js";

export type Key = keyof typeof en;
export type Dictionary = Partial<Record<Key, string>>;
export type Say = (key: Key, values?: Record<string, string | number>, count?: number) => string;

/** Languages that have a file beside the card. */
const OTHERS = ["de"];
const known: Record<string, Dictionary> = { en };

const RIGHT_TO_LEFT = /^(ar|fa|he|iw|ur)\b/i;

const base = (language: string): string => language.toLowerCase().split("-")[0] ?? "";

/** Get the words of a language, where there are any and they can be had. */
export async function learn(language: string): Promise<void> {
  const name = base(language);
  if (name in known || !OTHERS.includes(name)) return;
  try {
    const { pathname, search } = new URL(import.meta.url);
    const answer = await fetch(pathname.replace(/\.js$/, `.${name}.json`) + search);
    if (answer.ok) known[name] = (await answer.json()) as Dictionary;
  } catch {
    return;
  }
}

/** The language that the words come in. */
export const spoken = (language: string): string => (base(language) in known ? base(language) : "en");

/** A speaker of a language; with a count, `key` has forms such as `key_one` and `key_other`. */
export function speaker(language: string): Say {
  const name = spoken(language);
  const words = known[name] ?? en;
  const plural = new Intl.PluralRules(name);
  // English among letters that are written the other way keeps its own order
  const apart = RIGHT_TO_LEFT.test(language) && name === "en";
  return (key, values = {}, count) => {
    const form = count === undefined ? key : (`${key}_${plural.select(count)}` as Key);
    const text = words[form] ?? words[key] ?? en[form] ?? en[key];
    const said = text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
    return apart ? `\u2066${said}\u2069` : said;
  };
}
