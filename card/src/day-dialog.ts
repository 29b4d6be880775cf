/** A day's walks, in a dialog: to look at, to mend, to delete, and to add one. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { History, PastSession } from "./contract.js";
import { told } from "./failures.js";
import { plusDays, type Formats } from "./formats.js";
import type { Failure, Hass } from "./hass.js";
import { icon } from "./icons.js";
import { Part } from "./part.js";
import { common } from "./styles/common.js";
import { dialogStyles } from "./styles/dialog.js";
import { correction, walkForm } from "./walk-form.js";
import type { Key, Say } from "./words.js";

export interface DayContext {
  hass: () => Hass;
  formats: Formats;
  say: Say;
  walker: string;
  name: string;
  today: string;
  mayEdit: boolean;
  ask: (walker: string, start: string, end: string, sessions: boolean) => Promise<History>;
}

export class RetroWalkDay extends Part {
  static override styles = [common, dialogStyles];
  declare context: DayContext | undefined;
  declare date: string;
  declare history: History | undefined;
  declare failed: boolean;
  /** The walk in the form; "new" for one to add. */
  declare edited: PastSession | "new" | null;
  declare error: string;
  /** What was done last, which can be taken back. */
  declare done: Key | null;
  declare busy: boolean;

  static {
    this.watch("context", "date", "history", "failed", "edited", "error", "done", "busy");
  }

  constructor() {
    super();
    this.date = "";
    this.#leave();
    this.busy = false;
  }

  #leave(): void {
    this.history = undefined;
    this.failed = false;
    this.edited = null;
    this.error = "";
    this.done = null;
  }

  /** Show a day of the walker. */
  open(date: string): void {
    this.#leave();
    this.date = date;
    void this.#load();
    void this.updateComplete.then(() => {
      if (this.#dialog && !this.#dialog.open) this.#dialog.showModal();
    });
  }

  get isOpen(): boolean {
    return this.#dialog?.open ?? false;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  async #load(): Promise<void> {
    const { context, date } = this;
    if (!context) return;
    try {
      const history = await context.ask(context.walker, date, date, true);
      if (date !== this.date) return;
      this.history = history;
      this.failed = false;
    } catch {
      this.failed = date === this.date;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context || !this.date) return nothing;
    const { say, formats, today, name } = context;
    const title = formats.day(this.date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const state = this.history?.days.find(({ date }) => date === this.date)?.state;
    return html`<dialog aria-labelledby="title" @click=${this.#beside} @close=${this.#closed}>
      <div class="top">
        <button class="flat" aria-label=${say("day_before")} @click=${() => this.#go(-1)}>${icon("previous")}</button>
        <div class="title">
          <h2 id="title" tabindex="-1" autofocus>${title}</h2>
          <p>${name}${state ? html` · <span class="state ${state}">${say(`state_${state}`)}</span>` : nothing}</p>
        </div>
        <button class="flat" aria-label=${say("day_after")} ?disabled=${this.date >= today} @click=${() => this.#go(1)}>${icon("next")}</button>
      </div>
      <div class="content">${this.edited ? this.#form(this.edited) : this.#walks()}</div>
      <div role="alert">${this.error ? html`<p class="error">${icon("warning")}<span>${this.error}</span></p>` : nothing}</div>
      <div role="status">
        ${this.done
          ? html`<p class="done">${icon("check")}<span>${say(this.done)}</span>
              ${this.done === "undone" ? nothing : html`<button class="link" @click=${this.#undo}>${say("undo")}</button>`}</p>`
          : nothing}
      </div>
      ${this.edited ? nothing : this.#footer()}
    </dialog>`;
  }

  #footer(): TemplateResult {
    const { say, mayEdit } = this.context!;
    return html`<div class="foot">
      ${mayEdit ? html`<button class="button" @click=${() => this.#edit("new")}>${icon("plus")}<span>${say("log")}</span></button>` : nothing}
      <button class="button plain" @click=${() => this.#dialog?.close()}>${say("close")}</button>
    </div>`;
  }

  #walks(): TemplateResult {
    const { say } = this.context!;
    if (this.failed) {
      return html`<p class="quiet">${say("history_failed")} <button class="link" @click=${() => this.#load()}>${say("again")}</button></p>`;
    }
    if (!this.history) return html`<p class="quiet">${say("loading")}</p>`;
    const { sessions } = this.history;
    if (sessions.length === 0) return html`<p class="quiet">${say("no_walks")}</p>`;
    return html`<ul class="walks">${sessions.map((session) => this.#walk(session))}</ul>`;
  }

  #walk(session: PastSession): TemplateResult {
    const { say, formats, mayEdit } = this.context!;
    const time = formats.time(session.started_at);
    const figures = [formats.duration(session.active_s)];
    if (session.distance_m > 0) figures.push(formats.distance(session.distance_m));
    if (session.steps > 0) figures.push(say("steps", { n: formats.number(session.steps) }, session.steps));
    if (session.by_hand) figures.push(say("by_hand"));
    return html`<li class=${session.direction}>
      <span class="direction" title=${say(session.direction)}>
        ${session.direction === "unknown" ? nothing : icon(session.direction === "backward" ? "back" : "forth")}
        <span class="sr">${say(session.direction)}</span>
      </span>
      <span class="when">${time} – ${formats.time(session.finished_at)}<span class="what">${figures.join(" · ")}</span></span>
      ${mayEdit
        ? html`<button class="flat" aria-label=${say("edit_walk", { time })} @click=${() => this.#edit(session)}>${icon("edit")}</button>
            <button class="flat" aria-label=${say("delete_walk", { time })} aria-disabled=${this.busy} @click=${() => this.#deleteWalk(session)}>${icon("remove")}</button>`
        : nothing}
    </li>`;
  }

  #form(edited: PastSession | "new"): TemplateResult {
    const { formats, say, today } = this.context!;
    const session = edited === "new" ? null : edited;
    return walkForm({ formats, say, session, date: this.date, latest: plusDays(today, 1), busy: this.busy, save: this.#save, cancel: () => this.#edit(null) });
  }

  #edit(edited: PastSession | "new" | null): void {
    this.edited = edited;
    this.error = "";
    this.done = null;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(edited ? "form input" : ".foot button")?.focus());
  }

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    const { formats } = this.context!;
    const session = this.edited === "new" ? null : this.edited;
    const fields = correction(new FormData(event.target as HTMLFormElement), session, formats);
    if (session && Object.keys(fields).length === 0) return this.#edit(null);
    if (session) void this.#act("edit_session", { ...fields, session_id: session.id }, "saved");
    else void this.#act("log_session", fields, "added");
  };

  #deleteWalk(session: PastSession): void {
    void this.#act("delete_session", { session_id: session.id }, "deleted");
  }

  readonly #undo = (): void => void this.#act("undo", {}, "undone");

  async #act(action: string, fields: object, done: Key): Promise<void> {
    const { hass, walker, say } = this.context!;
    if (this.busy) return;
    this.busy = true;
    this.error = "";
    this.done = null;
    try {
      await hass().callService("retrowalk", action, fields, { device_id: walker }, false);
      await this.#load();
      this.edited = null;
      this.done = done;
    } catch (failure) {
      this.error = (await told(hass(), failure as Failure, say)).text;
    }
    this.busy = false;
    await this.updateComplete;
    // What had the focus may be gone
    if (!this.renderRoot.activeElement) this.renderRoot.querySelector<HTMLElement>(".foot button")?.focus();
  }

  #go(days: number): void {
    this.#leave();
    this.date = plusDays(this.date, days);
    void this.#load();
  }

  /** A touch beside the dialog closes it, unless something is being written. */
  readonly #beside = (event: MouseEvent): void => {
    if (event.target === this.#dialog && !this.edited) this.#dialog?.close();
  };

  readonly #closed = (): void => {
    const { date } = this;
    this.date = "";
    this.dispatchEvent(new CustomEvent("day-closed", { detail: date }));
  };
}
