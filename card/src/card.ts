/** The card: it hears of walkers, reckons between two messages, and passes on what the user orders. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { form, pageSay, problems, suggestion, type CardConfig } from "./config.js";
import type { History, PastSession, Walker } from "./contract.js";
import type { DayContext, RetroWalkDay } from "./day-dialog.js";
import { told, type Told } from "./failures.js";
import { Formats, plusDays } from "./formats.js";
import { finished } from "./finished.js";
import { frame, notices, tabs, turnSentence } from "./frame.js";
import type { Failure, Hass } from "./hass.js";
import { icon } from "./icons.js";
import { idle } from "./idle.js";
import { goesOn, reckoned, SteadyTimer, untilNextSecond, type Heard } from "./reckoning.js";
import { Part } from "./part.js";
import { Subscription } from "./subscription.js";
import { buttonStyles } from "./styles/buttons.js";
import { colours } from "./styles/colours.js";
import { common } from "./styles/common.js";
import { frameStyles } from "./styles/frame.js";
import { idleStyles } from "./styles/idle.js";
import { layoutStyles } from "./styles/layouts.js";
import { walkStyles } from "./styles/walk.js";
import { shows, type Command, type View } from "./view.js";
import { turnCue, walking } from "./walking.js";
import { learn, speaker, spoken, type Say } from "./words.js";
import type { Past } from "./year.js";

/** How long a finished walk is shown, in milliseconds. */
const CELEBRATION_MS = 30_000;
/** How long nobody is waited for before it is said that nobody walks here. */
const SETTLING_MS = 1500;

export class RetroWalkCard extends Part {
  static override styles = [colours, common, frameStyles, buttonStyles, idleStyles, layoutStyles, walkStyles];
  static getConfigForm = () => form();
  /** Everybody whom the user may see: it works before anything is chosen. */
  static getStubConfig = () => ({});
  static getEntitySuggestion = suggestion;

  declare config: CardConfig | undefined;
  declare busy: Command | null;
  declare error: Told | null;
  /** The walk that was finished just now. */
  declare done: PastSession | null;
  declare chosen: string;
  /** What is said to those who listen, when there is time. */
  declare polite: string;

  #wrong: string[] = [];
  #home: Hass | undefined;
  #formats: Formats | undefined;
  #formatsKey = "";
  #say: Say = speaker("en");
  #subscription: Subscription | undefined;
  readonly #timer = new SteadyTimer();
  #ticking: ReturnType<typeof setTimeout> | undefined;
  /** How long the walk was when it was drawn last. */
  #activeS = 0;
  #celebrating: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #settled = false;
  #hadFocus = false;
  #day: { key: string; context: DayContext } | undefined;

  static {
    this.watch("config", "busy", "error", "done", "chosen", "polite");
  }

  constructor() {
    super();
    this.busy = null;
    this.error = null;
    this.done = null;
    this.chosen = "";
    this.polite = "";
  }

  setConfig(config: CardConfig): void {
    if (!config || typeof config !== "object") throw new Error(pageSay()("config_wrong"));
    const walker = this.config?.walker;
    this.config = config;
    this.#wrong = problems(config, pageSay());
    if (walker !== config.walker) this.#listen();
  }

  getCardSize(): number {
    return this.config?.layout === "compact" ? 2 : 9;
  }

  getGridOptions() {
    const compact = this.config?.layout === "compact";
    const wide = this.config?.layout === "wide";
    return { columns: compact ? 6 : wide ? "full" : 12, rows: "auto", min_columns: compact ? 3 : 6, min_rows: compact ? 2 : 4 };
  }

  /** Home Assistant sets it with every state of the home that changes: nothing is drawn for most of them. */
  set hass(hass: Hass) {
    const before = this.#home;
    this.#home = hass;
    const key = Formats.key(hass);
    const dark = hass.themes?.darkMode === true;
    if (this.hasAttribute("dark") !== dark) this.toggleAttribute("dark", dark);
    if (key !== this.#formatsKey) {
      this.#formatsKey = key;
      this.#formats = new Formats(hass);
      void this.#speak(hass.locale.language);
    }
    if (before?.connection !== hass.connection) this.#listen();
  }

  async #speak(language: string): Promise<void> {
    await learn(language);
    if (language !== this.#home?.locale.language) return;
    this.#say = speaker(language);
    this.lang = spoken(language);
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#seen);
    this.#listen();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#seen);
    this.#subscription?.stop();
    this.#subscription = undefined;
    for (const pending of [this.#ticking, this.#celebrating, this.#settling]) clearTimeout(pending);
    this.done = null;
  }

  readonly #seen = (): void => {
    if (!document.hidden) this.requestUpdate();
  };

  #listen(): void {
    this.#subscription?.stop();
    this.#subscription = undefined;
    if (!this.isConnected || !this.#home || !this.config || this.#wrong.length > 0) return;
    this.#settled = false;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settled = true;
      this.requestUpdate();
    }, SETTLING_MS);
    this.#subscription = new Subscription(this.#home.connection, this.config.walker || undefined, this.#changed);
    this.#subscription.start();
    this.requestUpdate();
  }

  readonly #changed = (before?: Heard, after?: Heard): void => {
    // Who begins to walk is shown, unless somebody who walks is
    if (after?.walker.session && !before?.walker.session && !this.#shown?.walker.session) this.#choose(after.walker.device_id);
    if (before && after && after.walker.device_id === this.#shown?.walker.device_id) {
      this.#told(before.walker, after.walker);
      // The next tick shows what a step more or less changes
      if ((this.#ticking !== undefined || document.hidden) && goesOn(before, after)) return;
    }
    this.requestUpdate();
  };

  /** Say what happened; a walk that has ended is looked up, for one that was thrown away is none. */
  #told(before: Walker, after: Walker): void {
    if (before.session && !after.session) {
      void this.#celebrate(after, before.session.id, before.session.started_at);
    } else if (after.session && !before.session) {
      this.polite = this.#say("spoken_started");
      this.#endCelebration();
    } else if (before.phase !== after.phase) {
      this.polite = this.#say(after.phase === "paused" ? "spoken_paused" : "spoken_resumed");
    }
  }

  async #celebrate({ device_id }: Walker, id: string, startedAt: string): Promise<void> {
    const day = startedAt.slice(0, 10);
    try {
      const { sessions } = await this.#ask(device_id, plusDays(day, -1), plusDays(day, 1), true);
      const session = sessions.find((one) => one.id === id);
      const shown = this.#shown?.walker;
      if (!this.isConnected || shown?.device_id !== device_id || shown.session) return;
      if (!session) return this.#goOn();
      this.done = session;
    } catch {
      return this.#goOn();
    }
    const formats = this.#formats!;
    const what = [formats.duration(this.done.active_s, "long"), formats.distance(this.done.distance_m, "long")].join(", ");
    this.polite = this.#say("spoken_finished", { what });
    clearTimeout(this.#celebrating);
    this.#celebrating = setTimeout(this.#goOn, CELEBRATION_MS);
  }

  /** Show somebody who walks still, if there is anybody. */
  readonly #goOn = (): void => {
    this.#endCelebration();
    if (this.#everybody.some(({ walker }) => walker.session)) this.chosen = "";
  };

  #endCelebration(): void {
    clearTimeout(this.#celebrating);
    this.done = null;
  }

  /** All whom the card knows, by name. */
  get #everybody(): Heard[] {
    const all = [...(this.#subscription?.heard.values() ?? [])];
    return all.length < 2 ? all : all.sort((one, other) => one.walker.name.localeCompare(other.walker.name));
  }

  get #shown(): Heard | undefined {
    const all = this.#everybody;
    return (
      all.find(({ walker }) => walker.device_id === this.chosen) ?? all.find(({ walker }) => walker.session !== null) ?? all[0]
    );
  }

  readonly #ask = (walker: string, start: string, end: string, sessions = false): Promise<History> =>
    this.#home!.connection.sendMessagePromise<History>({ type: "retrowalk/history", walker, start, end, ...(sessions && { sessions }) });

  readonly #order = (command: Command, fields: object = {}): void => void this.#perform(command, fields);

  async #perform(command: Command, fields: object): Promise<void> {
    const walker = this.#shown?.walker.device_id;
    if (this.busy || !walker || !this.#home) return;
    this.busy = command;
    this.error = null;
    try {
      await this.#home.callService("retrowalk", command, fields, { device_id: walker }, false);
    } catch (failure) {
      this.error = await told(this.#home, failure as Failure, this.#say);
    }
    this.busy = null;
  }

  readonly #openDay = (date: string): void => {
    this.renderRoot.querySelector<RetroWalkDay>("retrowalk-day")?.open(date);
  };

  protected override willUpdate(): void {
    this.#hadFocus = this.renderRoot.activeElement?.closest(".controls, .done") != null;
  }

  protected override updated(): void {
    // What had the keyboard may be gone with what it ordered
    if (this.#hadFocus && !this.renderRoot.activeElement) {
      this.renderRoot.querySelector<HTMLElement>(".done button, .controls button")?.focus();
    }
    // Whoever walks stays in sight when the walk ends
    const shown = this.#shown?.walker;
    if (shown?.session) this.chosen = shown.device_id;
    this.#tick(shown);
  }

  /** Draw again with the next second, as long as somebody walks and somebody looks. */
  #tick(shown: Walker | undefined): void {
    if (this.#ticking !== undefined) clearTimeout(this.#ticking);
    this.#ticking = undefined;
    if (shown?.phase !== "walking" || document.hidden) return;
    this.#ticking = setTimeout(this.#ticked, untilNextSecond(this.#activeS));
  }

  readonly #ticked = (): void => {
    this.#ticking = undefined;
    this.requestUpdate();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { config, busy } = this;
    const say = this.#say;
    const formats = this.#formats;
    const subscription = this.#subscription;
    if (!config) return nothing;
    if (this.#wrong.length > 0) {
      return frame({ layout: "auto", body: html`<div class="notice wrong" role="alert">
        <strong>${pageSay()("config_wrong")}</strong><ul>${this.#wrong.map((one) => html`<li>${one}</li>`)}</ul></div>` });
    }
    const layout = config.layout ?? "auto";
    if (!formats || !subscription || !this.lang) return frame({ layout, body: nothing });
    const heard = this.#shown;
    const warned = notices({ subscription, heard, config, say, formats, settled: this.#settled });
    if (!heard) return frame({ layout, body: warned, waiting: warned === nothing });
    const live = reckoned(heard, performance.now());
    this.#activeS = live.activeS;
    const view: View = { heard, live, config, formats, say, busy, command: this.#order, openDay: this.#openDay, past: () => this.#past(heard), problem: this.#problem(say) };
    const { session } = heard.walker;
    const seconds = session ? this.#timer.seconds(session.id, live.activeS) : 0;
    const cue = session !== null && live.turnDue;
    const body = session
      ? html`<div class="stack">${walking(view, session, seconds, cue)} ${cue ? turnCue(view, session, seconds) : nothing}</div>`
      : this.done
        ? finished(view, this.done, this.#goOn)
        : idle(view);
    return html`${frame({
      layout,
      cue,
      phase: heard.walker.phase,
      head: tabs({ all: this.#everybody, heard, config, say, choose: this.#choose, showsPath: shows(view, "path") }),
      body: html`${warned}${body}`,
    })}
      <div class="sr" role="status">${this.polite}</div>
      <div class="sr" role="alert">${cue ? turnSentence(session, say) : nothing}</div>
      <retrowalk-day .context=${this.#dayContext(heard)} @day-closed=${() => this.requestUpdate()}></retrowalk-day>`;
  }

  readonly #choose = (device: string): void => {
    this.chosen = device;
    this.error = null;
    this.#endCelebration();
  };

  #problem(say: Say): TemplateResult | typeof nothing {
    const { error } = this;
    if (!error) return nothing;
    return html`<div class="error" role="alert">
      <span>${error.text}</span>
      <button class="flat" aria-label=${say("close")} @click=${() => (this.error = null)}>${icon("close")}</button>
      ${error.key === "path_blocked" ? html`<button class="link" @click=${() => this.#order("start", { force: true })}>${say("start_anyway")}</button>` : nothing}
    </div>`;
  }

  #past({ walker }: Heard): Past {
    const { total, goal, today, streak } = walker;
    return {
      stamp: [total?.active_s, total?.sessions, streak.current, streak.longest, goal.target, today.date].join(),
      walker: walker.device_id,
      today: today.date,
      firstWeekday: walker.first_weekday,
      week: walker.week,
      sessions: total?.sessions,
      goalS: goal.measure === "minutes" ? (goal.kind === "daily" ? goal.target : 600) : 0,
      ask: this.#ask,
    };
  }

  /**
   * The same one as long as nothing in it changes: the dialog need not be drawn again with each second. One that is open
   * stays with its walker, whoever is shown behind it.
   */
  #dayContext({ walker: { device_id, name, today, can } }: Heard): DayContext {
    const key = [device_id, name, today.date, can.control, this.#formatsKey, this.lang].join();
    if (!this.#day || (this.#day.key !== key && !this.renderRoot.querySelector<RetroWalkDay>("retrowalk-day")?.isOpen)) {
      const hass = () => this.#home!;
      const context = { hass, formats: this.#formats!, say: this.#say, walker: device_id, name, today: today.date, mayEdit: can.control, ask: this.#ask };
      this.#day = { key, context };
    }
    return this.#day.context;
  }
}
