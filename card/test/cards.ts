/** Cards in a page, before a pretended home. */

// Nothing scrolls here: what waits to be seen is seen at once
Reflect.deleteProperty(globalThis, "IntersectionObserver");

import "../src/retrowalk-card.js";
import type { RetroWalkCard } from "../src/card.js";
import type { RetroWalkDay } from "../src/day-dialog.js";
import type { RetroWalkYear } from "../src/year.js";
import { PretendedConnection, pretendedHass } from "../dev/home.js";

export interface Shown {
  card: RetroWalkCard;
  connection: any;
  hass: any;
  find: <T extends HTMLElement = HTMLElement>(selector: string) => T | null;
  all: (selector: string) => HTMLElement[];
  text: () => string;
}

const turnOfTheLoop = () => new Promise((resolve) => setTimeout(resolve, 0));

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await turnOfTheLoop();
}

export async function show(told: unknown, config: object = {}, change: object = {}): Promise<Shown> {
  const connection = new PretendedConnection(structuredClone(told), "0.1.0");
  const hass = pretendedHass(connection, change);
  const card = document.createElement("retrowalk-card") as RetroWalkCard;
  card.setConfig({ type: "custom:retrowalk-card", ...config });
  card.hass = hass;
  document.body.append(card);
  await settled();
  const find = <T extends HTMLElement>(selector: string) => card.renderRoot.querySelector<T>(selector);
  const all = (selector: string) => [...card.renderRoot.querySelectorAll<HTMLElement>(selector)];
  return { card, connection, hass, find, all, text: () => plain(card.renderRoot.textContent ?? "") };
}

export const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
export const year = ({ find }: Shown): RetroWalkYear => find("retrowalk-year") as unknown as RetroWalkYear;
export const day = ({ find }: Shown): RetroWalkDay => find("retrowalk-day") as unknown as RetroWalkDay;
