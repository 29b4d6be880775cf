/** What every part of the card is drawn from. */

import type { nothing, TemplateResult } from "lit/html.js";
import type { CardConfig, Part } from "./config.js";
import type { Formats } from "./formats.js";
import type { Heard, Reckoned } from "./reckoning.js";
import type { Say } from "./words.js";
import type { Past } from "./year.js";

export type Command = "start" | "pause" | "resume" | "turn" | "finish";

export interface View {
  heard: Heard;
  live: Reckoned;
  config: CardConfig;
  formats: Formats;
  say: Say;
  /** The command whose answer is awaited. */
  busy: Command | null;
  command: (command: Command, fields?: object) => void;
  openDay: (date: string) => void;
  past: () => Past;
  /** What was refused, beside the buttons. */
  problem: TemplateResult | typeof nothing;
}

export const shows = ({ config }: { config: CardConfig }, part: Part): boolean => !config.hide?.includes(part);

/** Whether the user may order, and wants to. */
export const mayOrder = (view: View): boolean => view.heard.walker.can.control && shows(view, "controls");
