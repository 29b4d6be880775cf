/** What can be set, and what is wrong with what was set. */

import type { Hass } from "./hass.js";
import { speaker, type Key, type Say } from "./words.js";

export const TYPE = "retrowalk-card";
export const LAYOUTS = ["auto", "compact", "normal", "wide"] as const;
export const PARTS = ["streak", "goal", "week", "next", "year", "records", "controls", "path"] as const;

export type Layout = (typeof LAYOUTS)[number];
export type Part = (typeof PARTS)[number];

export interface CardConfig {
  type: string;
  /** The device id of a walker; all whom the user may see where there is none. */
  walker?: string;
  layout?: Layout;
  hide?: Part[];
}

/** What Home Assistant itself adds to the settings of any card. */
const FOREIGN = new Set(["type", "view_layout", "layout_options", "grid_options", "visibility", "card_mod", "disabled"]);
const OWN = new Set(["walker", "layout", "hide"]);

const one = <T extends string>(known: readonly T[], value: unknown): value is T => known.includes(value as T);

/** Everything that is wrong with the settings, in the user's words. */
export function problems(config: object, say: Say): string[] {
  const { walker, layout, hide } = config as Record<string, unknown>;
  const found: string[] = [];
  for (const key of Object.keys(config)) {
    if (!FOREIGN.has(key) && !OWN.has(key)) found.push(say("wrong_key", { key }));
  }
  if (walker !== undefined && walker !== null && (typeof walker !== "string" || walker.includes("."))) {
    found.push(say("wrong_walker"));
  }
  if (layout !== undefined && !one(LAYOUTS, layout)) {
    found.push(say("wrong_layout", { values: LAYOUTS.join(", "), value: String(layout) }));
  }
  const values = PARTS.join(", ");
  if (hide !== undefined && !Array.isArray(hide)) found.push(say("wrong_hide", { values }));
  for (const value of Array.isArray(hide) ? hide : []) {
    if (!one(PARTS, value)) found.push(say("wrong_part", { value: String(value), values }));
  }
  return found;
}

/** The language of the page: what is static has no Home Assistant to ask. */
export const pageLanguage = (): string => document.documentElement.lang || navigator.language;
export const pageSay = (): Say => speaker(pageLanguage());

const labelled = (say: Say, prefix: string, values: readonly string[]) =>
  values.map((value) => ({ value, label: say(`${prefix}_${value}` as Key) }));

/** The form that Home Assistant's editor shows. */
export function form(say: Say = pageSay()) {
  const helped = new Set(["walker", "layout"]);
  return {
    schema: [
      {
        name: "walker",
        selector: { device: { integration: "retrowalk", entity: { domain: "calendar" } } },
      },
      { name: "layout", default: "auto", selector: { select: { mode: "dropdown", options: labelled(say, "layout", LAYOUTS) } } },
      { name: "hide", selector: { select: { multiple: true, mode: "list", options: labelled(say, "part", PARTS) } } },
    ],
    computeLabel: ({ name }: { name: string }) => say(`config_${name}` as Key),
    computeHelper: ({ name }: { name: string }) => (helped.has(name) ? say(`config_${name}_helper` as Key) : undefined),
    assertConfig: (config: object) => {
      const [first] = problems(config, say);
      if (first) throw new Error(first);
    },
  };
}

/** A card for an entity of a walker, for the suggestions of the card picker. */
export function suggestion(hass: Hass, entityId: string) {
  const entity = hass.entities?.[entityId];
  const walker = entity?.platform === "retrowalk" ? entity.device_id : null;
  if (!walker || !walks(hass, walker)) return null;
  return { config: { type: `custom:${TYPE}`, walker } };
}

/** Whether a device is a walker: belts and paths have no such button. */
const walks = (hass: Hass, device: string): boolean =>
  Object.entries(hass.entities ?? {}).some(
    ([id, { platform, device_id }]) => device_id === device && platform === "retrowalk" && id.startsWith("calendar."),
  );
