/** The form of a walk of the past, and what was changed in it. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Direction, PastSession } from "./contract.js";
import type { Formats } from "./formats.js";
import type { Say } from "./words.js";

interface FormView {
  formats: Formats;
  say: Say;
  session: PastSession | null;
  date: string;
  /** No walk begins on this day or later. */
  latest: string;
  busy: boolean;
  save: (event: SubmitEvent) => void;
  cancel: () => void;
}

/** How long a walk is that is about to be added. */
const NEW_MS = 600_000;

const WAYS: Direction[] = ["backward", "forward"];

interface Values {
  start: string;
  end: string;
  minutes: string;
  direction: string;
  distance: string;
  steps: string;
}

/** What stands in the fields before anybody writes. */
export function values(session: PastSession | null, date: string, formats: Formats): Values {
  if (!session) {
    const [earlier, now] = [NEW_MS, 0].map((ago) => formats.wall(new Date(Date.now() - ago).toISOString()));
    // This evening is still to come
    const [start, end] = earlier!.startsWith(date) && now! < `${date}T18:10` ? [earlier!, now!] : [`${date}T18:00`, `${date}T18:10`];
    return { start, end, minutes: "", direction: "backward", distance: "", steps: "" };
  }
  const { metres } = formats.distanceUnit;
  return {
    start: formats.wall(session.started_at),
    end: formats.wall(session.finished_at),
    minutes: short(session.active_s / 60),
    direction: session.direction,
    distance: session.distance_m > 0 ? short(session.distance_m / metres) : "",
    steps: session.steps > 0 ? String(session.steps) : "",
  };
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

export function walkForm({ formats, say, session, date, latest, busy, save, cancel }: FormView): TemplateResult {
  const known = values(session, date, formats);
  const field = (name: keyof Values, label: string, type: string, more: { step?: string; required?: boolean } = {}) => html`<label
    ><span>${label}</span
    ><input
      name=${name}
      type=${type}
      .defaultValue=${known[name]}
      min=${type === "number" ? 0 : nothing}
      max=${type === "number" ? nothing : `${latest}T00:00`}
      step=${more.step ?? nothing}
      inputmode=${type === "number" ? "decimal" : nothing}
      ?required=${more.required}
  /></label>`;
  return html`<form @submit=${save} novalidate>
    ${field("start", say("begin"), "datetime-local", { required: true })} ${field("end", say("end"), "datetime-local", { required: true })}
    ${session ? field("minutes", say("minutes"), "number", { step: "any" }) : nothing}
    <fieldset>
      <legend>${say("direction")}</legend>
      ${WAYS.map(
        (way) => html`<label class="way"><input type="radio" name="direction" value=${way} ?checked=${known.direction === way} /><span>${say(way)}</span></label>`,
      )}
    </fieldset>
    ${field("distance", say("distance_in", { unit: formats.distanceUnit.name }), "number", { step: "any" })}
    ${field("steps", say("steps_label"), "number", { step: "1" })}
    <div class="foot">
      <button class="button" type="submit" aria-disabled=${busy}>${say("save")}</button>
      <button class="button plain" type="button" @click=${cancel}>${say("cancel")}</button>
    </div>
  </form>`;
}

/** The fields of the action: for a known walk only what was changed, for a new one all that is told. */
export function correction(form: FormData, session: PastSession | null, formats: Formats): Record<string, unknown> {
  const before = session && values(session, "", formats);
  const told = (name: keyof Values): string | undefined => {
    const value = String(form.get(name) ?? "").trim();
    return value === "" || value === before?.[name] ? undefined : value;
  };
  const fields: Record<string, unknown> = {};
  const [start, end, minutes, distance, steps] = (["start", "end", "minutes", "distance", "steps"] as const).map(told);
  const direction = told("direction");
  if (start) fields.start = start.replace("T", " ");
  if (end) fields.end = end.replace("T", " ");
  if (minutes) fields.duration = { seconds: Math.round(Number(minutes) * 60) };
  if (direction) fields.direction = direction;
  if (distance) fields.distance = Math.round(Number(distance) * formats.distanceUnit.metres * 10) / 10;
  if (steps) fields.steps = Math.round(Number(steps));
  return fields;
}
