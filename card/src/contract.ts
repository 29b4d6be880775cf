/**
 * What the integration tells by its websocket commands. Lengths in metres, spans in seconds, moments in ISO 8601 with an offset,
 * days as YYYY-MM-DD.
 */

export type Phase = "idle" | "walking" | "paused";
export type Direction = "backward" | "forward" | "unknown";
export type DayState = "completed" | "partial" | "rest" | "vacation" | "frozen" | "missed" | "pending";
export type Measure = "minutes" | "steps" | "sessions";

export interface Turn {
  every_s: number;
  in_s: number;
  due: boolean;
}

export interface OpenSession {
  id: string;
  started_at: string;
  direction: Direction;
  active_s: number;
  backward_s: number;
  forward_s: number;
  distance_m: number;
  steps: number;
  step_source?: string | null;
  speed_mps?: number | null;
  heart_rate_bpm?: number | null;
  energy_kcal?: number | null;
  planned_s?: number | null;
  turn?: Turn | null;
}

/** What was walked backward. */
export interface Sum {
  active_s: number;
  distance_m: number;
  steps: number;
  sessions: number;
}

export interface Today extends Sum {
  date: string;
}

export interface Day extends Today {
  state: DayState | null;
}

/** `target` and `walked` are seconds where the measure is minutes. */
export interface Goal {
  measure: Measure;
  kind: "daily" | "weekly";
  target: number;
  walked: number;
  reached: boolean;
}

export interface Streak {
  kind: "daily" | "weekly";
  current: number;
  longest: number;
  at_risk: boolean;
  started?: string | null;
  state: DayState;
  is_rest_day: boolean;
  is_vacation: boolean;
  freezes: number;
  next_milestone?: number | null;
}

export interface Path {
  name: string;
  blocked: boolean | null;
  reasons: string[];
}

export interface Walker {
  device_id: string;
  name: string;
  entities?: Record<string, string>;
  phase: Phase;
  pause_reason?: string | null;
  session: OpenSession | null;
  today: Today;
  goal: Goal;
  streak: Streak;
  week: Day[];
  first_weekday: number;
  next_walk?: { at: string; why?: string } | null;
  best?: { longest_session_s?: number | null; best_day_s?: number | null; farthest_m?: number | null } | null;
  total?: Sum | null;
  path?: Path | null;
  can: { control: boolean };
}

export interface GoneWalker {
  device_id: string;
  gone: true;
}

export interface Message {
  version: string;
  now: string;
  walker: Walker | GoneWalker;
}

export interface PastSession {
  id: string;
  started_at: string;
  finished_at: string;
  active_s: number;
  backward_s: number;
  forward_s: number;
  distance_m: number;
  steps: number;
  step_source?: string | null;
  by_hand: boolean;
  direction: Direction;
}

export interface History {
  days: Day[];
  sessions: PastSession[];
}

/** Whether a walker was removed, or is no longer to be seen. */
export const isGone = (walker: Walker | GoneWalker): walker is GoneWalker => "gone" in walker;
